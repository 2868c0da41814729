"""Which files there are and which threads use them."""

from collections.abc import Mapping, Sequence

from parley_shared.errors import FileNotKept
from parley_shared.models import FileRef
from sqlalchemy import select

from parley_store.database import Session
from parley_store.tables import file_uses, files


async def find_file(session: Session, file_id: str) -> FileRef | None:
    file: FileRef | None = await session.value(select(files.c.body).where(files.c.id == file_id))
    return file


async def need_file(session: Session, file_id: str) -> FileRef:
    """Raises FileNotKept."""
    file = await find_file(session, file_id)
    if file is None:
        raise FileNotKept(f"file {file_id!r} is not kept")
    return file


async def find_files(session: Session, named: Sequence[FileRef]) -> Mapping[str, FileRef]:
    """By id, as they are kept, whatever is said of them; those that are not are left out."""
    wanted = {file.id for file in named}
    if not wanted:
        return {}
    rows = await session.values(select(files.c.body).where(files.c.id.in_(wanted)))
    return {file.id: file for file in rows}


async def use_files(
    session: Session, thread_id: str, used: Sequence[FileRef]
) -> tuple[FileRef, ...]:
    """As long as the thread lives they are kept. As they are kept. Raises FileNotKept."""
    known = await find_files(session, used)
    if missing := {file.id for file in used} - known.keys():
        raise FileNotKept(f"file {min(missing)!r} is not kept")
    if known:
        here = select(file_uses.c.file_id).where(file_uses.c.thread_id == thread_id)
        new = known.keys() - set(await session.values(here))
        await session.add(file_uses, *({"thread_id": thread_id, "file_id": each} for each in new))
    return tuple(known[file.id] for file in used)
