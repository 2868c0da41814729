"""Threads: made, found, changed, hidden and shown again."""

from datetime import timedelta

from parley_shared import events as ev
from parley_shared.commands import (
    CreateThread,
    DeleteThread,
    RestoreThread,
    ThreadChange,
    UpdateThread,
)
from parley_shared.errors import ThreadNotFound
from parley_shared.models import Thread
from parley_shared.store import GetThread

from parley_store.agents import need_agent, need_default
from parley_store.checks import check_instructions, check_title
from parley_store.database import Session
from parley_store.outbox import tell
from parley_store.rows import KeptThread, read_thread, thread_columns
from parley_store.stopping import stop_all
from parley_store.tables import threads
from parley_store.telling import about_thread, tell_changed
from parley_store.thread_rows import add_thread

RESTORABLE = timedelta(seconds=30)


async def find_thread(session: Session, thread_id: str) -> KeptThread | None:
    """Also a hidden one."""
    row = await session.find(threads, id=thread_id)
    return read_thread(row) if row else None


async def need_thread(session: Session, thread_id: str) -> KeptThread:
    """Raises ThreadNotFound."""
    kept = await find_thread(session, thread_id)
    if kept is None or kept.deleted_at is not None:
        raise ThreadNotFound(f"thread {thread_id!r} does not exist")
    return kept


async def get_thread(session: Session, question: GetThread) -> Thread:
    return (await need_thread(session, question.thread_id)).thread


async def create_thread(session: Session, question: CreateThread) -> Thread:
    """Again it gives the thread as it is."""
    known = await find_thread(session, question.thread_id)
    if known is not None:
        return (await need_thread(session, question.thread_id)).thread
    agent = (
        await need_default(session)
        if question.agent_id is None
        else await need_agent(session, question.agent_id)
    )
    thread = Thread(
        id=question.thread_id,
        title=check_title(question.title),
        agent_id=agent.id,
        created_at=session.now,
        last_activity_at=session.now,
    )
    await add_thread(session, thread)
    return thread


async def update_thread(session: Session, question: UpdateThread) -> Thread:
    thread = (await need_thread(session, question.thread_id)).thread
    changed = await _changed(session, thread, question.change)
    await keep_changed(session, thread, changed)
    return changed


async def keep_changed(session: Session, before: Thread, after: Thread) -> None:
    told = tell_changed(before, after, session.now)
    if told:
        await tell(session, after.id, told, changes=thread_columns(after))


async def delete_thread(session: Session, question: DeleteThread) -> Thread:
    """Hidden at once; what runs in it is stopped."""
    kept = await find_thread(session, question.thread_id)
    if kept is None:
        raise ThreadNotFound(f"thread {question.thread_id!r} does not exist")
    if kept.deleted_at is None:
        await stop_all(session, kept.thread.id, "thread deleted")
        thread = (await need_thread(session, kept.thread.id)).thread
        deleted = ev.ThreadDeleted(**about_thread(thread.id, session.now), thread=thread)
        await tell(session, thread.id, [deleted], changes={"deleted_at": session.now})
    return kept.thread


async def restore_thread(session: Session, question: RestoreThread) -> Thread:
    """Raises ThreadNotFound once it is too late."""
    kept = await find_thread(session, question.thread_id)
    if kept is None or (kept.deleted_at and kept.deleted_at + RESTORABLE <= session.now):
        raise ThreadNotFound(f"thread {question.thread_id!r} is gone for good")
    if kept.deleted_at is not None:
        shown = ev.ThreadUpdated(**about_thread(kept.thread.id, session.now), thread=kept.thread)
        await tell(session, kept.thread.id, [shown], changes={"deleted_at": None})
    return kept.thread


async def _changed(session: Session, thread: Thread, change: ThreadChange) -> Thread:
    new = {
        name: value
        for name in change.model_fields_set
        if (value := getattr(change, name)) is not None
    }
    if "title" in new:
        new["title"] = check_title(new["title"])
    if "agent_id" in new:
        await need_agent(session, new["agent_id"])
    if change.overrides is not None:
        said = {name: getattr(change.overrides, name) for name in change.overrides.model_fields_set}
        new["overrides"] = thread.overrides.model_copy(update=said)
    changed = thread.model_copy(update=new)
    check_instructions(changed.overrides.instructions or "")
    return changed
