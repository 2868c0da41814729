"""Each thread's workspace: files by path, every version kept, so that a fork finds its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from parley_shared.errors import AlreadyExists, BadInput, FileChanged, FileNotKept, Stale, TooBig
from parley_shared.events import WorkspaceChanged
from parley_shared.facts import phrase
from parley_shared.models import FileRef, WorkspaceFile
from parley_shared.workspace import (
    AT_ONCE,
    MOST_BYTES,
    MOST_FILES,
    DeleteFiles,
    GetWorkspaceFile,
    ListWorkspace,
    MoveFiles,
    Placed,
    PutFiles,
    WorkspaceChange,
    WorkspaceFiles,
    clean_path,
)
from sqlalchemy import Row, func, select, tuple_

from parley_store.checks import check_id
from parley_store.database import Session
from parley_store.file_rows import need_file, use_files
from parley_store.origins import find_origin
from parley_store.outbox import tell
from parley_store.tables import files, workspace
from parley_store.telling import about_thread
from parley_store.threads import need_thread
from parley_store.turns import need_held

Written = Mapping[str, FileRef | None]  # by path; None: deleted


async def list_workspace(session: Session, question: ListWorkspace) -> WorkspaceFiles:
    await need_thread(session, question.thread_id)
    found = await _read_newest(session, question.thread_id)
    if question.under.strip("/"):
        folder = clean_path(question.under)
        found = {path: file for path, file in found.items() if _is_in(path, folder)}
    return _answer(found.values())


async def get_workspace_file(session: Session, question: GetWorkspaceFile) -> WorkspaceFile:
    await need_thread(session, question.thread_id)
    path = clean_path(question.path)
    file = (await _read_newest(session, question.thread_id)).get(path)
    if file is None:
        raise FileNotKept(f"there is no file {path!r} in this workspace")
    return file


async def put_files(session: Session, question: PutFiles) -> WorkspaceFiles:
    now = await _begin(session, question)
    if isinstance(now, WorkspaceFiles):
        return now
    deleted = {clean_path(path) for path in question.deleted} & now.keys()
    written: dict[str, FileRef | None] = dict.fromkeys(deleted)
    for placed in question.files:
        path = clean_path(placed.path)
        _check_replaced(placed, now.get(path))
        written[path] = await need_file(session, placed.file_id)
    return await _write(session, question, now, written)


async def move_files(session: Session, question: MoveFiles) -> WorkspaceFiles:
    now = await _begin(session, question)
    if isinstance(now, WorkspaceFiles):
        return now
    path, to = clean_path(question.path), clean_path(question.to)
    moved = _list_at(now, path)
    if _is_in(to, path):
        raise BadInput(
            phrase("moved_into_itself", "{path!r} can't be moved into itself", path=path)
        )
    written: dict[str, FileRef | None] = dict.fromkeys(moved)
    for old in moved:
        new = clean_path(to + old.removeprefix(path))
        if new in now:
            raise AlreadyExists(phrase("file_exists", "there is a file {path!r} already", path=new))
        written[new] = now[old].file
    return await _write(session, question, now, written)


async def delete_files(session: Session, question: DeleteFiles) -> WorkspaceFiles:
    now = await _begin(session, question)
    if isinstance(now, WorkspaceFiles):
        return now
    gone = _list_at(now, clean_path(question.path))
    return await _write(session, question, now, dict.fromkeys(gone))


async def _begin(
    session: Session, question: WorkspaceChange
) -> dict[str, WorkspaceFile] | WorkspaceFiles:
    """The workspace as it is; or the first answer, if the change was made already."""
    check_id("change id", question.change_id)
    await need_thread(session, question.thread_id)
    changed = workspace.c.change_id == question.change_id
    rows = await session.rows(_select(question.thread_id).where(changed))
    if rows:
        kept = [_read(row) for row in rows if row.sha256 is not None]
        return _answer(kept, [row.path for row in rows if row.sha256 is None])
    if question.turn_id is not None:
        kept_turn = await need_held(session, question.turn_id, question.fence or 0)
        origin = await find_origin(session, kept_turn.turn.thread_id)
        if origin.thread_id != question.thread_id:
            raise Stale(f"turn {question.turn_id!r} is of another thread")
    return await _read_newest(session, question.thread_id)


async def _write(
    session: Session,
    question: WorkspaceChange,
    now: Mapping[str, WorkspaceFile],
    written: Written,
) -> WorkspaceFiles:
    """Raises what the workspace would not be afterwards."""
    if not written:
        return WorkspaceFiles()
    thread_id, used = question.thread_id, [file for file in written.values() if file is not None]
    _check_whole({**{path: each.file for path, each in now.items()}, **written})
    await use_files(session, thread_id, used)
    put = [
        WorkspaceFile(path=path, file=file, seq=0, changed_at=session.now)
        for path, file in written.items()
        if file is not None
    ]
    deleted = tuple(sorted(path for path, file in written.items() if file is None))
    told = WorkspaceChanged(
        **about_thread(thread_id, session.now),
        files=tuple(put[:AT_ONCE]),
        deleted=deleted[:AT_ONCE],
    )
    seq = (await tell(session, thread_id, [told]))[0].seq
    for path, file in written.items():
        await session.add(workspace, _row(session, question, path, file, seq))
    return _answer([each.model_copy(update={"seq": seq}) for each in put], deleted)


def _row(
    session: Session, question: WorkspaceChange, path: str, file: FileRef | None, seq: int
) -> dict[str, object]:
    return {
        "thread_id": question.thread_id,
        "path": path,
        "seq": seq,
        "sha256": file.sha256 if file else None,
        "size": file.size if file else 0,
        "file_id": file.id if file else None,
        "change_id": question.change_id,
        "changed_at": session.now,
    }


def _check_replaced(placed: Placed, there: WorkspaceFile | None) -> None:
    expected, found = placed.replaces, there.file.sha256 if there else ""
    if expected is not None and expected != found:
        raise FileChanged(
            phrase("file_changed", "{path!r} was changed meanwhile", path=placed.path)
        )


def _check_whole(after: Written) -> None:
    """Raises BadInput where a file would be a folder too, TooBig."""
    left = {path: file for path, file in after.items() if file is not None}
    if len(left) > MOST_FILES or sum(file.size for file in left.values()) > MOST_BYTES:
        raise TooBig(
            phrase(
                "workspace_full",
                "a workspace has at most {files} files and {most} MB: delete something first",
                files=MOST_FILES,
                most=MOST_BYTES // 2**20,
            )
        )
    for path in left:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            if (folder := "/".join(parts[:depth])) in left:
                raise BadInput(
                    phrase(
                        "file_is_no_folder",
                        "{folder!r} is a file, so {path!r} can't be in it",
                        folder=folder,
                        path=path,
                    )
                )


def _list_at(now: Mapping[str, WorkspaceFile], path: str) -> list[str]:
    """The file, or all in the folder. Raises FileNotKept."""
    found = [each for each in now if each == path or _is_in(each, path)]
    if not found:
        raise FileNotKept(f"there is no {path!r} in this workspace")
    return found


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _select(thread_id: str) -> Any:  # columns say their types
    with_file = workspace.outerjoin(files, files.c.id == workspace.c.file_id)
    here = select(workspace, files.c.body.label("file")).select_from(with_file)
    return here.where(workspace.c.thread_id == thread_id)


async def _read_newest(session: Session, thread_id: str) -> dict[str, WorkspaceFile]:
    """By path, in order."""
    c = workspace.c
    newest = select(c.path, func.max(c.seq)).where(c.thread_id == thread_id).group_by(c.path)
    there = _select(thread_id).where(c.file_id.is_not(None), tuple_(c.path, c.seq).in_(newest))
    rows = await session.rows(there.order_by(c.path))
    return {row.path: _read(row) for row in rows}


def _read(row: Row[Any]) -> WorkspaceFile:
    return WorkspaceFile(path=row.path, file=row.file, seq=row.seq, changed_at=row.changed_at)


def _answer(kept: Iterable[WorkspaceFile], deleted: Iterable[str] = ()) -> WorkspaceFiles:
    ordered = tuple(sorted(kept, key=lambda each: each.path))
    total = sum(each.file.size for each in ordered)
    return WorkspaceFiles(files=ordered, deleted=tuple(sorted(deleted)), total_bytes=total)
