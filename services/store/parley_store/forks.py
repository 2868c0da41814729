"""Forks a thread: what was said and answered up to a point, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from parley_shared.commands import ForkThread
from parley_shared.errors import AlreadyExists, MessageNotFound
from parley_shared.events import Durable, MessageCreated, MessageReady
from parley_shared.ids import copy_id
from parley_shared.models import Message, Thread
from sqlalchemy import ColumnElement, func, insert, literal, or_, select, tuple_

from parley_store.checks import check_title
from parley_store.database import Session
from parley_store.outbox import tell
from parley_store.rows import message_columns
from parley_store.tables import file_uses, is_open, messages, turns, workspace
from parley_store.telling import about_thread
from parley_store.thread_rows import add_thread
from parley_store.threads import find_thread, keep_changed, need_thread

PUBLISHED = 50  # copies told on the bus: more would keep other threads' events waiting


@dataclass(frozen=True)
class Copied:
    message: Message
    seq: int  # of the event that told it


async def fork_thread(session: Session, question: ForkThread) -> Thread:
    """The same fork again is given as it is. Raises AlreadyExists, MessageNotFound."""
    parent = (await need_thread(session, question.thread_id)).thread
    known = await find_thread(session, question.new_thread_id)
    if known is not None:
        if known.thread.parent_thread_id != parent.id:
            raise AlreadyExists(f"thread {question.new_thread_id!r} exists already")
        return known.thread
    copied = await _list_copied(session, question)
    child = _make_child(session, parent, question, copied)
    await add_thread(session, child)
    await _copy_messages(session, child, copied)
    await _copy_files(session, parent, child)
    point = copied[-1].seq if question.message_id and copied else None
    await _copy_workspace(session, parent, child, point)
    lineage = parent.model_copy(update={"children": (*parent.children, child.id)})
    await keep_changed(session, parent, lineage)
    return child


async def _list_copied(session: Session, question: ForkThread) -> list[Copied]:
    """Up to the point, or without one what is said and done with; in the order shown."""
    here = select(messages.c.body, messages.c.seq).where(
        messages.c.thread_id == question.thread_id, messages.c.deleted.is_(False)
    )
    if question.message_id is None:
        here = here.where(*_is_done_with(question.thread_id))
    else:
        here = here.where(await _up_to(session, question))
    rows = await session.rows(here.order_by(messages.c.anchor, messages.c.position))
    return [Copied(row.body, row.seq) for row in rows]


def _is_done_with(thread_id: str) -> tuple[ColumnElement[bool], ...]:
    """No answer to it is being made, nor waited for, unless it had one before."""
    open_here = (turns.c.thread_id == thread_id, is_open)
    ended = select(turns.c.message_id).where(turns.c.thread_id == thread_id, ~is_open)
    unanswered = select(turns.c.message_id).where(*open_here, turns.c.message_id.not_in(ended))
    joining = messages.c.joins.in_(select(turns.c.id).where(*open_here))
    return messages.c.id.not_in(unanswered), or_(messages.c.joins.is_(None), ~joining)


async def _up_to(session: Session, question: ForkThread) -> ColumnElement[bool]:
    last = await session.row(
        select(messages.c.anchor, messages.c.position).where(
            messages.c.id == question.message_id,
            messages.c.thread_id == question.thread_id,
            messages.c.deleted.is_(False),
        )
    )
    if last is None:
        raise MessageNotFound(
            f"message {question.message_id!r} is not in thread {question.thread_id!r}"
        )
    place = tuple_(messages.c.anchor, messages.c.position)
    point = tuple_(literal(last.anchor), literal(last.position))
    return place <= point if question.inclusive else place < point


def _make_child(
    session: Session, parent: Thread, question: ForkThread, copied: Sequence[Copied]
) -> Thread:
    title = parent.title if question.title is None else check_title(question.title)
    return parent.model_copy(
        update={
            "id": question.new_thread_id,
            "title": title,
            "status": "active",
            "pinned": False,
            "parent_thread_id": parent.id,
            "parent_message_id": copied[-1].message.id if copied else None,
            "parent_turn_id": None,
            "children": (),
            "total_tokens": 0,
            "cost_micros": 0,
            "created_at": session.now,
            "last_activity_at": session.now,
        }
    )


async def _copy_messages(session: Session, child: Thread, copied: Sequence[Copied]) -> None:
    """Places stay the same, so that answers stay below what they answer."""
    if not copied:
        return
    known = {each.message.id for each in copied}
    copies = [_copy(each.message, child, known) for each in copied]
    told: list[Durable] = []
    for copy in copies:
        kind = MessageCreated if copy.role == "user" else MessageReady
        told.append(kind(**about_thread(child.id, session.now), message=copy))
    changes = {"last_position": max(copy.position for copy in copies)}
    quiet = len(copies) > PUBLISHED
    numbered = await tell(session, child.id, told, quiet=quiet, changes=changes)
    rows = [
        message_columns(copy) | {"seq": event.seq, "joined": False}
        for copy, event in zip(copies, numbered, strict=True)
    ]
    await session.add(messages, *rows)


def _copy(message: Message, child: Thread, known: set[str]) -> Message:
    answered = message.reply_to if message.reply_to in known else None
    return message.model_copy(
        update={
            "id": copy_id(message.id, child.id),
            "thread_id": child.id,
            "turn_id": None,
            "reply_to": copy_id(answered, child.id) if answered else None,
            "deliveries": (),
        }
    )


async def _copy_files(session: Session, parent: Thread, child: Thread) -> None:
    used = select(literal(child.id), file_uses.c.file_id).where(file_uses.c.thread_id == parent.id)
    await session.run(insert(file_uses).from_select(["thread_id", "file_id"], used))


async def _copy_workspace(
    session: Session, parent: Thread, child: Thread, point: int | None
) -> None:
    """The newest row of each path up to `point`, or of all."""
    c = workspace.c
    newest = select(c.path, func.max(c.seq)).where(c.thread_id == parent.id).group_by(c.path)
    if point is not None:
        newest = newest.where(c.seq <= point)
    kept = (c.sha256, c.size, c.file_id, c.changed_at)
    here = select(literal(child.id), c.path, literal(1), *kept).where(
        c.thread_id == parent.id, c.sha256.is_not(None), tuple_(c.path, c.seq).in_(newest)
    )
    columns = ["thread_id", "path", "seq", *(each.name for each in kept)]
    await session.run(insert(workspace).from_select(columns, here))
