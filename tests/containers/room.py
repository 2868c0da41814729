"""A broker with real containers whose threads' files are held in memory."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Literal

from parley_sandbox.backends import open_backend
from parley_sandbox.broker import Broker, Loaded
from parley_sandbox.pool import Pool
from parley_sandbox.settings import SandboxSettings
from parley_sandbox.talking import Content
from parley_sandbox.workspace import is_good
from parley_shared.errors import Stale
from parley_shared.models import FileRef, WorkspaceFile
from parley_shared.sandbox import Language, RunOutput, RunResult, StartRun, WaitRun

Files = dict[str, bytes]

READY_WITHIN = 300.0  # seconds; the first time an image is built
ENDS_WITHIN = 120.0  # seconds; nothing may hang, however slow this machine is
# docker, bwrap, or runsc: gVisor as one of Docker's runtimes. All of the suite runs in it.
BACKEND = os.environ.get("PARLEY_TEST_SANDBOX", "docker")


def settings(install: str, *, image: str = "slim", warm: int = 1) -> SandboxSettings:
    backend: Literal["docker", "bwrap"] = "bwrap" if BACKEND == "bwrap" else "docker"
    return SandboxSettings(
        sandbox_backend=backend,
        sandbox_runtime="runsc" if BACKEND == "runsc" else "",
        sandbox_image=image,
        sandbox_install=install,
        sandbox_warm=warm,
    )


class Room:
    """`files` are those of each thread; `told` is what programs wrote while they ran."""

    def __init__(self, chosen: SandboxSettings, at_once: int = 3) -> None:
        backend, make_limits = open_backend(chosen)
        self.install = chosen.sandbox_install
        self.pool = Pool(backend, chosen.sandbox_warm)
        self.files: dict[str, Files] = {}
        self.told: list[RunOutput] = []
        self.fence = 1  # what a run of an older one changed is refused
        self.refused = 0
        self.broker = Broker(
            self.pool, make_limits, self._load, self._keep, self._tell, at_once=at_once
        )
        self._calls = count()
        self._keeping: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._keeping = asyncio.create_task(self.pool.keep())
        await self.until(lambda: self.pool.unavailable is None)

    async def close(self) -> None:
        await self.broker.stop()
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(READY_WITHIN):
            while not is_so():
                await asyncio.sleep(0.05)

    async def start(
        self,
        code: str,
        language: Language = "python",
        *,
        thread: str = "t",
        seconds: float = 20.0,
        call_id: str | None = None,
        fence: int = 1,
    ) -> str:
        """The call's id."""
        call_id = call_id or f"call{next(self._calls)}"
        run = StartRun(
            call_id=call_id,
            thread_id=thread,
            turn_id="turn",
            fence=fence,
            language=language,
            code=code,
            seconds=seconds,
        )
        await self.broker.start(run)
        return call_id

    async def end_of(self, call_id: str) -> RunResult:
        async with asyncio.timeout(ENDS_WITHIN):
            while True:
                state = await self.broker.wait(WaitRun(call_id=call_id, seconds=20))
                if state.result is not None:
                    return state.result

    async def run(
        self,
        code: str,
        language: Language = "python",
        *,
        thread: str = "t",
        seconds: float = 20.0,
    ) -> RunResult:
        return await self.end_of(await self.start(code, language, thread=thread, seconds=seconds))

    async def until_told(self, call_id: str, line: str) -> None:
        """Whole: a line may come in two pieces."""
        async with asyncio.timeout(ENDS_WITHIN):
            while f"{line}\n" not in self.told_by(call_id):
                await asyncio.sleep(0.02)

    def told_by(self, call_id: str) -> str:
        return "".join(piece.text for piece in self.told if piece.call_id == call_id)

    async def _load(self, thread_id: str) -> Loaded:
        files = self.files.get(thread_id, {})
        return Loaded(tuple(Content(path, content) for path, content in files.items()))

    async def _keep(
        self, run: StartRun, changed: tuple[Content, ...], deleted: tuple[str, ...]
    ) -> tuple[WorkspaceFile, ...]:
        if run.fence < self.fence:
            self.refused += 1
            raise Stale("somebody else has the turn")
        files = self.files.setdefault(run.thread_id, {})
        good = [each for each in changed if is_good(each.path)]
        files.update({each.path: each.content for each in good})
        for path in deleted:
            files.pop(path, None)
        return tuple(_describe(each) for each in good)

    async def _tell(self, piece: RunOutput) -> None:
        self.told.append(piece)


@asynccontextmanager
async def open_room(chosen: SandboxSettings, at_once: int = 3) -> AsyncIterator[Room]:
    room = Room(chosen, at_once)
    try:
        await room.open()
        yield room
    finally:
        await room.close()


def _describe(file: Content) -> WorkspaceFile:
    kept = FileRef(
        id=file.path[:40],
        name=file.path,
        media_type="application/octet-stream",
        size=len(file.content),
        sha256="",
    )
    return WorkspaceFile(path=file.path, file=kept, seq=1, changed_at=datetime.now(UTC))
