"""A thread's files, out of the store before a run and back into it afterwards."""

import asyncio
import hashlib
import mimetypes
from collections.abc import Sequence
from functools import partial

from parley_shared.bus import Bus
from parley_shared.carrying import read_file, write_file
from parley_shared.errors import BadInput
from parley_shared.models import FileRef, WorkspaceFile
from parley_shared.sandbox import StartRun
from parley_shared.workspace import AT_ONCE, ListWorkspace, Placed, PutFiles, clean_path

from parley_sandbox.broker import Loaded
from parley_sandbox.limits import WORKSPACE, WORKSPACE_FILES
from parley_sandbox.talking import Content

READ_AT_ONCE = 8  # files
UNKNOWN = "application/octet-stream"
WAIT = 60.0  # seconds for a store that is away: what was calculated should not be lost


async def load_files(bus: Bus, thread_id: str) -> Loaded:
    """The smallest first, as many as there is room for."""
    told = await bus.ask(ListWorkspace(thread_id=thread_id))
    chosen = choose_files(told.files)
    room = asyncio.Semaphore(READ_AT_ONCE)

    async def load(each: WorkspaceFile) -> Content:
        async with room:
            return Content(each.path, await read_file(bus.ask, each.file))

    contents = await asyncio.gather(*map(load, chosen))
    left_out = {each.path for each in told.files} - {each.path for each in chosen}
    return Loaded(tuple(contents), tuple(sorted(left_out)))


def choose_files(files: Sequence[WorkspaceFile]) -> list[WorkspaceFile]:
    chosen, size = [], 0
    for each in sorted(files, key=lambda each: each.file.size)[:WORKSPACE_FILES]:
        size += each.file.size
        if size > WORKSPACE:
            break
        chosen.append(each)
    return chosen


async def keep_changes(
    bus: Bus, run: StartRun, changed: tuple[Content, ...], deleted: tuple[str, ...]
) -> tuple[WorkspaceFile, ...]:
    """Once per call: a run that is repeated after a fault finds its first end kept.

    What has a name that no file may have is left out. Raises Stale if the turn is no longer
    whose run this is.
    """
    good = [each for each in changed if is_good(each.path)]
    gone = [path for path in deleted if is_good(path)][:AT_ONCE]
    if not good and not gone:
        return ()
    files = [await _keep(bus, run, each) for each in good]
    put = PutFiles(
        thread_id=run.thread_id,
        change_id=run.call_id,
        turn_id=run.turn_id,
        fence=run.fence,
        files=tuple(
            Placed(path=each.path, file_id=file.id) for each, file in zip(good, files, strict=True)
        ),
        deleted=tuple(gone),
    )
    kept = await bus.ask(put, timeout=WAIT)
    return kept.files


def is_good(path: str) -> bool:
    """Whether it is written as a workspace writes it."""
    try:
        return clean_path(path) == path
    except BadInput:
        return False


async def _keep(bus: Bus, run: StartRun, each: Content) -> FileRef:
    """Under an id that the same content of the same call gets again."""
    sha256 = hashlib.sha256(each.content).hexdigest()
    name = each.path.rsplit("/", 1)[-1]
    file_id = hashlib.sha256(f"{run.call_id}/{each.path}/{sha256}".encode()).hexdigest()[:32]
    file = FileRef(
        id=file_id,
        name=name,
        media_type=mimetypes.guess_type(name)[0] or UNKNOWN,
        size=len(each.content),
        sha256=sha256,
    )
    ask = partial(bus.ask, timeout=WAIT)
    return await write_file(ask, file_id, file, each.content, run.thread_id)
