"""What is told, kept in the same transaction as what happened, until NATS has it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from parley_shared import subjects
from parley_shared.errors import ThreadNotFound
from parley_shared.events import Durable
from parley_shared.models import Model
from parley_shared.wire import Headers, complete_headers
from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from parley_store.addressing import CHANNEL, address
from parley_store.database import Session
from parley_store.memory import Mail
from parley_store.tables import cursors, events, outbox, threads

SOURCE = "store"
NOT_NUMBERED = 0
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
    drafts = [] if quiet else [*map(partial(_write_event, session), numbered, bodies)]
    if not quiet:
        drafts += [_write_call(session, chat) for chat in await address(session, numbered)]
    if wake:
        drafts.append(_write_wake(session, thread_id))
    await _post(session, drafts)
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
    await _post(session, [_write_wake(session, each) for each in thread_ids])


async def call(session: Session, chat: str) -> None:
    """Say that something must be sent to this Telegram chat."""
    await _post(session, [_write_call(session, chat)])


async def bury(session: Session, stream: str, subject: str, job: Model) -> None:
    """Put what can't be done with the dead letters."""
    dead = subjects.dead(stream, subject)
    await _post(session, [_write(session, subjects.DLQ, dead, job.model_dump_json())])


async def read_mail(session: Session, stream: str, after: int, limit: int) -> list[Mail]:
    """In order."""
    here = select(outbox).where(outbox.c.stream == stream, outbox.c.id > after)
    rows = await session.rows(here.order_by(outbox.c.id).limit(limit))
    return [Mail(**row._asdict()) for row in rows]


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


def _write_event(session: Session, event: Durable, body: str) -> Mail:
    subject = subjects.event(event.thread_id, event.kind)
    return _write(session, subjects.EVENTS, subject, body, complete_headers(event, None, SOURCE))


def _write_wake(session: Session, thread_id: str) -> Mail:
    return _write(session, subjects.TURNS, subjects.turns(thread_id), "{}")


def _write_call(session: Session, chat: str) -> Mail:
    return _write(session, subjects.OUTBOUND, subjects.outbound(CHANNEL, chat), "{}")


def _write(
    session: Session, stream: str, subject: str, body: str, headers: Headers | None = None
) -> Mail:
    if headers is None:
        headers = complete_headers(b"", None, SOURCE)
    return Mail(
        id=NOT_NUMBERED,
        epoch=session.epoch,
        stream=stream,
        subject=subject,
        headers=json.dumps(headers),
        body=body,
    )


async def _post(session: Session, drafts: Sequence[Mail]) -> None:
    if not drafts:
        return
    newest = await _find_newest(session)
    mail = [replace(draft, id=newest + number) for number, draft in enumerate(drafts, 1)]
    session.memory.newest_mail = mail[-1].id
    session.mail += mail
    await session.add(outbox, *(vars(each) for each in mail))


async def _find_newest(session: Session) -> int:
    """Also of those that were pruned."""
    if session.memory.newest_mail is not None:
        return session.memory.newest_mail
    left = await session.value(select(func.max(outbox.c.id)))
    pruned = await session.value(select(func.max(cursors.c.published)))
    return max(left or 0, pruned or 0)
