"""A thread's workspace: its files listed, given, put, moved and deleted."""

import mimetypes
from typing import Annotated

from fastapi import Query, Request, Response
from parley_shared import ids
from parley_shared.frames import Id as GivenId
from parley_shared.frames import NewMove, NewPlace
from parley_shared.workspace import (
    DeleteFiles,
    GetWorkspaceFile,
    ListWorkspace,
    MoveFiles,
    Placed,
    PutFiles,
    WorkspaceFiles,
)

from parley_web.files import give_file
from parley_web.uploads import UNKNOWN
from parley_web.web import Here, Id, make_router

router = make_router("/api/threads", "workspaces")

Path = Annotated[str, Query(min_length=1, max_length=300)]


@router.get("/{thread_id}/workspace")
async def list_workspace(
    thread_id: Id, web: Here, under: Annotated[str, Query(max_length=300)] = ""
) -> WorkspaceFiles:
    """Every file with its path, in order; `under` names a folder."""
    return await web.bus.ask(ListWorkspace(thread_id=thread_id, under=under))


@router.get("/{thread_id}/workspace/file")
async def download_workspace_file(
    thread_id: Id, path: Path, request: Request, web: Here
) -> Response:
    """Raster images are shown, everything else is saved; nothing is ever run."""
    found = await web.bus.ask(GetWorkspaceFile(thread_id=thread_id, path=path))
    name = found.path.rsplit("/", 1)[-1]
    media_type = mimetypes.guess_type(name)[0] or UNKNOWN
    named = found.file.model_copy(update={"name": name, "media_type": media_type})
    return give_file(web, named, request)


@router.post("/{thread_id}/workspace")
async def put_file(thread_id: Id, new: NewPlace, web: Here) -> WorkspaceFiles:
    """A file that was uploaded (`POST /api/files`) gets a path here."""
    placed = Placed(path=new.path, file_id=new.file_id, replaces=new.replaces)
    change_id = new.id or ids.uuid7()
    return await web.change(PutFiles(thread_id=thread_id, change_id=change_id, files=(placed,)))


@router.post("/{thread_id}/workspace/move")
async def move_files(thread_id: Id, new: NewMove, web: Here) -> WorkspaceFiles:
    """A file, or a folder with all that is in it."""
    change_id = new.id or ids.uuid7()
    question = MoveFiles(thread_id=thread_id, change_id=change_id, path=new.path, to=new.to)
    return await web.change(question)


@router.delete("/{thread_id}/workspace/file")
async def delete_files(
    thread_id: Id, path: Path, web: Here, id: GivenId | None = None
) -> WorkspaceFiles:
    """A file, or a folder with all that is in it."""
    question = DeleteFiles(thread_id=thread_id, change_id=id or ids.uuid7(), path=path)
    return await web.change(question)
