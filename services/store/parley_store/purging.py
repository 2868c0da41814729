"""Removes for good what nobody can come back to."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from parley_shared.commands import DeleteThread
from parley_shared.errors import Unavailable
from sqlalchemy import delete, select

from parley_store.blobs import blob_path, upload_path
from parley_store.database import Database, Session
from parley_store.house import list_overdue
from parley_store.rows import read_thread
from parley_store.tables import (
    dead_letters,
    file_uses,
    files,
    refusals,
    remembered,
    signins,
    stops,
    threads,
    tombstones,
    uploads,
    workspace,
)
from parley_store.threads import RESTORABLE, delete_thread, find_thread, keep_changed

logger = logging.getLogger(__name__)

SETTLED = timedelta(days=30)  # that a dead letter is remembered after somebody has settled it
REFUSED = timedelta(days=30)  # that a refusal is told again where no thread holds it
AT_ONCE = 1_000  # files that are forgotten in one transaction
UNUSED = timedelta(days=1)  # that a file, an upload or a stop may wait for what needs it


async def list_gone(session: Session) -> Sequence[str]:
    """Threads that nobody can restore any more."""
    gone = select(threads.c.id).where(threads.c.deleted_at <= session.now - RESTORABLE)
    found: Sequence[str] = await session.values(gone)
    return found


async def purge_thread(session: Session, thread_id: str) -> None:
    """With the threads of its sub-agents; nothing if it went with another one."""
    kept = await find_thread(session, thread_id)
    if kept is None:
        return
    await session.run(delete(threads).where(threads.c.id == thread_id))
    await session.run(delete(refusals).where(refusals.c.thread_id == thread_id))
    of_thread = (remembered.c.scope == "thread") & (remembered.c.scope_id == thread_id)
    await session.run(delete(remembered).where(of_thread))
    await _leave_tombstone(session, thread_id)
    await _leave_parent(session, kept.thread.parent_thread_id, thread_id)
    for child in await session.rows(select(threads).where(threads.c.parent_thread_id == thread_id)):
        thread = read_thread(child).thread
        if thread.parent_turn_id is not None:
            await purge_thread(session, thread.id)
            continue
        orphan = {"parent_thread_id": None, "parent_message_id": None}
        await keep_changed(session, thread, thread.model_copy(update=orphan))
    logger.info("thread purged", extra={"thread_id": thread_id})


async def delete_overdue(session: Session) -> None:
    """Archived threads that nobody has touched for as long as they are to be kept."""
    for thread_id in await list_overdue(session):
        await delete_thread(session, DeleteThread(thread_id=thread_id))
        logger.info("thread deleted after its time", extra={"thread_id": thread_id})


async def purge_expired(session: Session) -> None:
    """Sign-ins that are over, stops that nobody repeats any longer, letters long settled,
    refusals of long ago that are in no thread."""
    await session.run(delete(signins).where(signins.c.expires_at <= session.now))
    old = tombstones.c.at <= session.now - UNUSED
    await session.run(delete(tombstones).where(tombstones.c.kind == "stop", old))
    await session.run(delete(stops).where(stops.c.at <= session.now - UNUSED))
    await session.run(
        delete(dead_letters).where(dead_letters.c.settled_at <= session.now - SETTLED)
    )
    elsewhere = refusals.c.thread_id.not_in(select(threads.c.id))
    await session.run(delete(refusals).where(refusals.c.at <= session.now - REFUSED, elsewhere))


async def purge_files(database: Database) -> None:
    """Uploads that nobody ended, files that no thread uses, contents that no file has.

    While a backup is made nothing is removed: what asks for this has more to do than to wait.
    Raises Unavailable for what can't be removed; then its row is still there to be found by.
    """
    if database.copying.locked():
        return
    async with database.copying, database.blobs, database.write() as session:
        paths = await _forget_uploads(session, database.folder)
        paths += await _forget_files(session, database.folder)
        for path in paths:
            await _remove(path)


async def _remove(path: Path) -> None:
    try:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    except OSError as error:
        raise Unavailable(f"{path} can't be removed: {error.strerror}") from error


async def _leave_tombstone(session: Session, thread_id: str) -> None:
    """Whoever names a message may have named it like the thread."""
    gone = {"kind": "thread", "at": session.now}
    if not await session.change(tombstones, {"id": thread_id}, **gone):
        await session.add(tombstones, {"id": thread_id, **gone})


async def _leave_parent(session: Session, parent_id: str | None, thread_id: str) -> None:
    kept = await find_thread(session, parent_id) if parent_id else None
    if kept is not None:
        left = tuple(each for each in kept.thread.children if each != thread_id)
        changed = kept.thread.model_copy(update={"children": left})
        await keep_changed(session, kept.thread, changed)


async def _forget_uploads(session: Session, folder: Path) -> list[Path]:
    stale = uploads.c.touched_at <= session.now - UNUSED
    found = await session.values(select(uploads.c.id).where(stale).limit(AT_ONCE))
    if found:
        await session.run(delete(uploads).where(uploads.c.id.in_(found)))
    return [upload_path(folder, upload_id) for upload_id in found]


async def _forget_files(session: Session, folder: Path) -> list[Path]:
    used = select(file_uses.c.file_id)
    old = files.c.created_at <= session.now - UNUSED
    unused = (files.c.id.not_in(used), old)
    rows = await session.rows(select(files.c.id, files.c.sha256).where(*unused).limit(AT_ONCE))
    if not rows:
        return []
    hashes = {row.sha256 for row in rows}
    await session.run(delete(files).where(files.c.id.in_([row.id for row in rows])))
    for table in (files, workspace):
        here = select(table.c.sha256).where(table.c.sha256.in_(hashes))
        hashes -= set(await session.values(here))
    return [blob_path(folder, sha256) for sha256 in hashes]
