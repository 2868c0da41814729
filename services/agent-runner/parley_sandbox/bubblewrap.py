"""The back end without Docker: bubblewrap, with weaker limits, for those who choose it.

It limits each process, not all of them together: neither their memory nor their time on the
processors, nor the number of files; programs see this machine's /usr, and may run what they put
into /tmp.
"""

import asyncio
import os
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

from parley_shared.errors import CodeUnavailable
from parley_shared.facts import phrase
from parley_shared.sandbox import Reason

from parley_sandbox.box import Box, BoxGone, hear_ready
from parley_sandbox.frames import BadFrame
from parley_sandbox.limits import MIB, Limits
from parley_sandbox.profile import SHARED_MEMORY, TEMPORARY_DISK, WORKSPACE_DISK

SUPERVISOR = Path(__file__).parent / "image"
PYTHON = "/usr/bin/python3"
NOBODY = 65534
READY_WITHIN = 10.0  # seconds
PIECE = 65536  # bytes
MISSING = phrase(
    "code_no_bubblewrap",
    "Code can't be run: bubblewrap (bwrap) or /usr/bin/python3 is not installed here.",
)
REFUSED = phrase(
    "code_bubblewrap_refused",
    "Code can't be run: bubblewrap does not work on this machine; often the system forbids "
    "unprivileged user namespaces.",
)


def limit_processes(wall: float) -> Limits:
    return Limits(wall, address_space=512 * MIB, processes=64)


def write_command() -> list[str]:
    read_only = ("/usr",)
    where_there = ("/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime")
    links = ("bin", "sbin", "lib", "lib64")
    disks = (("/workspace", WORKSPACE_DISK), ("/tmp", TEMPORARY_DISK), ("/dev/shm", SHARED_MEMORY))
    return [
        *("bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent"),
        *("--new-session", "--as-pid-1", "--clearenv", "--hostname", "sandbox"),
        *("--uid", "10001", "--gid", "10001", "--cap-drop", "ALL"),
        *(word for path in read_only for word in ("--ro-bind", path, path)),
        *(word for name in links for word in ("--symlink", f"usr/{name}", f"/{name}")),
        *("--tmpfs", "/usr/local", "--dir", "/etc"),
        *(word for path in where_there for word in ("--ro-bind-try", path, path)),
        *("--proc", "/proc", "--dev", "/dev"),
        *(word for path, size in disks for word in ("--size", str(size), "--tmpfs", path)),
        *("--ro-bind", str(SUPERVISOR), "/opt/sandbox"),
        *("--remount-ro", "/", "--remount-ro", "/usr/local", "--remount-ro", "/dev"),
        *("--chdir", "/workspace", "--", PYTHON, "-I", "-S", "-B", "/opt/sandbox"),
    ]


class BubblewrapBox:
    def __init__(self, process: Process) -> None:
        self._process = process
        self._is_read = False

    async def read(self) -> bytes:
        assert self._process.stdout is not None  # it was started with a pipe
        self._is_read = True
        try:
            return await self._process.stdout.read(PIECE)
        finally:
            self._is_read = False

    async def write(self, content: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(content)
            await self._process.stdin.drain()
        except (OSError, RuntimeError) as error:
            raise BoxGone from error

    def is_alive(self) -> bool:
        return self._process.returncode is None

    async def why_lost(self) -> Reason:
        return "lost"

    async def remove(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        if self._is_read:  # and whoever reads comes to the end of it, and here once more
            await self._process.wait()
        else:
            await self._process.communicate(b"")  # its pipes are closed only once they are empty


class Bubblewrap:
    def __init__(self) -> None:
        self._works = False

    async def prepare(self) -> None:
        """Tries it once: whether the kernel lets it, only trying tells."""
        if self._works:
            return
        if not (shutil.which("bwrap") and shutil.which(PYTHON)):
            raise CodeUnavailable(MISSING)
        box = await self.open("probe", READY_WITHIN)
        await box.remove()
        self._works = True

    async def open(self, name: str, seconds: float) -> Box:
        is_root = os.geteuid() == 0
        process = await asyncio.create_subprocess_exec(
            *write_command(),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={"PATH": "/usr/bin:/bin"},
            cwd="/",
            start_new_session=True,
            user=NOBODY if is_root else None,
            group=NOBODY if is_root else None,
            extra_groups=() if is_root else None,
        )
        box = BubblewrapBox(process)
        try:
            async with asyncio.timeout(READY_WITHIN):
                await hear_ready(box)
        except (BoxGone, BadFrame, TimeoutError) as error:
            await box.remove()
            raise CodeUnavailable(REFUSED) from error
        return box

    async def rename(self, box: Box, name: str) -> None:
        return None

    async def reap(self) -> int:
        """Its processes die with us."""
        return 0
