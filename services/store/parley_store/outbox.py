"""What is told, kept in the same transaction as what happened, until NATS has it."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from parley_shared import subjects
from parley_shared.errors import ThreadNotFound
from parley_shared.events import Durable
from parley_shared.models import Model
from parley_shared.wire import complete_headers
from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from parley_store.database import Session
from parley_store.tables import cursors, events, outbox, threads

SOURCE = "store"
STREAMS = (subjects.EVENTS, subjects.TURNS, subjects.OUTBOUND, subjects.DLQ)


async def tell(
    session: Session,
    thread_id: str,
    told: Sequence[Durable],
    *,
    wake: bool = False,
    quiet: bool = False,
    changes: Mapping[str, object] | None = None,
) -> list[Durable]:
    """Number `told` and keep it with `changes` of the thread's columns; `wake` its runner.

    A change `more_<column>` is added to what is there. `quiet` events are kept and not published.
    Raises ThreadNotFound.
    """
    changed = {"more_seq": len(told), **(changes or {})}
    bound = {f"new_{name}": value for name, value in changed.items()}
    newest = await session.value(_change_thread(tuple(changed)), thread_id=thread_id, **bound)
    if newest is None:
        raise ThreadNotFound(f"thread {thread_id!r} does not exist")
    first = newest - len(told) + 1
    numbered = [each.model_copy(update={"seq": seq}) for seq, each in enumerate(told, first)]
    bodies = [each.model_dump_json() for each in numbered]
    await _keep_events(session, numbered, bodies)
    mail = (
        [] if quiet else [_event_row(session, *each) for each in zip(numbered, bodies, strict=True)]
    )
    if wake:
        mail.append(_row(session, subjects.TURNS, subjects.turns(thread_id), "{}"))
    await _post(session, mail)
    return numbered


@cache
def _change_thread(names: tuple[str, ...]) -> ReturningUpdate[tuple[int]]:
    """Gives the number of the newest event."""
    values: dict[str, ColumnElement[Any]] = {}
    for name in names:
        column = name.removeprefix("more_")
        new: ColumnElement[Any] = bindparam(f"new_{name}")  # as its column
        values[column] = new if column == name else threads.c[column] + new
    here = update(threads).where(threads.c.id == bindparam("thread_id"))
    return here.values(values).returning(threads.c.seq)


async def wake_up(session: Session, thread_ids: Sequence[str]) -> None:
    """Say that these threads have work: losing or doubling it is harmless."""
    await _post(
        session,
        [_row(session, subjects.TURNS, subjects.turns(each), "{}") for each in thread_ids],
    )


async def bury(session: Session, stream: str, subject: str, job: Model) -> None:
    """Put what can't be done with the dead letters."""
    await _post(
        session,
        [_row(session, subjects.DLQ, subjects.dead(stream, subject), job.model_dump_json())],
    )


async def read_mail(
    session: Session, stream: str, after: int, limit: int
) -> Sequence[Row[tuple[int, str, str, str, str]]]:
    """Rows (id, epoch, subject, headers, body) in order."""
    c = outbox.c
    return await session.rows(
        select(c.id, c.epoch, c.subject, c.headers, c.body)
        .where(c.stream == stream, c.id > after)
        .order_by(c.id)
        .limit(limit)
    )


async def read_cursors(session: Session) -> dict[str, int]:
    rows = await session.rows(select(cursors.c.stream, cursors.c.published))
    return dict.fromkeys(STREAMS, 0) | {row.stream: row.published for row in rows}


async def keep_cursors(session: Session, published: dict[str, int]) -> None:
    """What NATS has is not kept any longer."""
    for stream, newest in published.items():
        if not await session.change(cursors, {"stream": stream}, published=newest):
            await session.add(cursors, {"stream": stream, "published": newest})
        await session.run(delete(outbox).where(outbox.c.stream == stream, outbox.c.id <= newest))


async def count_mail(session: Session) -> int:
    """Rows that are not yet known to be on NATS."""
    return int(await session.value(select(func.count()).select_from(outbox)))


async def _keep_events(
    session: Session, numbered: Sequence[Durable], bodies: Sequence[str]
) -> None:
    rows = [
        {
            "thread_id": event.thread_id,
            "seq": event.seq,
            "kind": event.kind,
            "turn_id": event.turn_id,
            "size": len(body.encode()),
            "body": body,
        }
        for event, body in zip(numbered, bodies, strict=True)
    ]
    await session.add(events, *rows)


def _event_row(session: Session, event: Durable, body: str) -> dict[str, object]:
    subject = subjects.event(event.thread_id, event.kind)
    headers = complete_headers(event, None, SOURCE)
    return _row(session, subjects.EVENTS, subject, body, headers)


def _row(
    session: Session, stream: str, subject: str, body: str, headers: dict[str, str] | None = None
) -> dict[str, object]:
    return {
        "epoch": session.epoch,
        "stream": stream,
        "subject": subject,
        "headers": json.dumps(complete_headers(b"", None, SOURCE) if headers is None else headers),
        "body": body,
    }


async def _post(session: Session, mail: list[dict[str, object]]) -> None:
    await session.add(outbox, *mail)
    session.mail |= {str(row["stream"]) for row in mail}
