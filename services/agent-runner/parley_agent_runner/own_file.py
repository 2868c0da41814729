"""A file of ours that every runner of this machine reads and changes, one after the other."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path


class OwnFile:
    """Read anew each time, changed whole or not at all, and never to be read by others."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None

    def change(self, how: Callable[[bytes | None], str]) -> None:
        """`how` makes what is to be there of what is there; nobody else changes it meanwhile.

        Waits for another runner that changes it, which may be slow: not for an event loop.
        """
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)  # for as long as a write takes
            self._write(how(self.read()))
        finally:
            os.close(folder)

    def _write(self, text: str) -> None:
        fresh = self._path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(self._path)
