"""What is in the files of a workspace: read and written over the store, in chunks."""

import hashlib
import mimetypes

from parley_shared import ids
from parley_shared.carrying import read_file, write_file
from parley_shared.models import FileRef, WorkspaceFile
from parley_shared.workspace import GetWorkspaceFile, Placed, PutFiles, WorkspaceFiles

from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.here import Here

RESULTS = "results/"  # the folder of what was too large to be read at once
LARGEST = 4 * 1024 * 1024  # bytes of a file that a model reads or edits


async def find_file(here: Here, path: str) -> WorkspaceFile:
    return await here.ask(GetWorkspaceFile(thread_id=here.workspace_id, path=path))


async def read_text(here: Here, found: WorkspaceFile) -> str:
    """Raises ToolFailed for what is no text, or too large."""
    if found.file.size > LARGEST:
        raise ToolFailed(f"{found.path} is larger than {LARGEST // 2**20} MB.")
    contents = await read_file(here.ask, found.file)
    try:
        return contents.decode()
    except UnicodeDecodeError:
        kind = found.file.media_type
        raise ToolFailed(f"{found.path} is no text but {kind}, {found.file.size} bytes.") from None


async def write_text(
    here: Here, path: str, text: str, call_id: str, *, replaces: str | None = None
) -> WorkspaceFiles:
    """The same call again changes nothing. `replaces` as in Placed."""
    file = await _keep(here, path, text.encode(errors="replace"))
    return await here.ask(
        PutFiles(
            thread_id=here.workspace_id,
            change_id=call_id,
            turn_id=here.turn_id,
            fence=here.fence,
            files=(Placed(path=path, file_id=file.id, replaces=replaces),),
        )
    )


async def keep_result(here: Here, name: str, text: str, call_id: str) -> str | None:
    """Where a large result of a call is; None if it can't be kept."""
    path = f"{RESULTS}{name}"
    try:
        await write_text(here, path, text, f"{call_id}-result")
    except ToolFailed:
        return None
    return path


async def _keep(here: Here, path: str, contents: bytes) -> FileRef:
    upload_id, name = ids.uuid7(), path.rsplit("/", 1)[-1]
    file = FileRef(
        id=upload_id,
        name=name or "file",
        media_type=mimetypes.guess_type(name)[0] or "text/plain",
        size=len(contents),
        sha256=hashlib.sha256(contents).hexdigest(),
    )
    return await write_file(here.ask, upload_id, file, contents)
