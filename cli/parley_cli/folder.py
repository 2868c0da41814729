"""The data directory: everything that lasts lives below it, and one launcher at a time holds it."""

import fcntl
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from parley_cli.failures import DiskAlmostFull, FolderRefused, ForeignFolder

NEEDED_DISK = 200_000_000  # bytes
PROBE = 0.3  # seconds within which another command's look at the lock is over


@dataclass(frozen=True)
class DataFolder:
    path: Path

    @property
    def nats(self) -> Path:
        return self.path / "nats"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def token_file(self) -> Path:
        return self.path / "token"

    @property
    def state_file(self) -> Path:
        return self.run / "state.json"

    @property
    def lock_file(self) -> Path:
        return self.run / "lock"

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def service_folder(self, name: str) -> Path:
        return self.path / ("runner" if name == "agent-runner" else name)


def default_folder() -> Path:
    return Path(os.environ.get("PARLEY_DATA_DIR") or Path.home() / ".parley")


def locate_folder(path: Path) -> DataFolder:
    return DataFolder(path.expanduser().absolute())


def open_folder(path: Path) -> DataFolder:
    """Made if needed, its owner's only. Raises ForeignFolder, FolderRefused, DiskAlmostFull."""
    folder = locate_folder(path)
    try:
        if folder.path.is_dir() and any(folder.path.iterdir()) and not folder.run.is_dir():
            raise ForeignFolder(folder.path)
        for each in (folder.path, folder.run, folder.logs):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
            each.chmod(0o700)
    except OSError as error:
        raise FolderRefused(folder.path, error.strerror or str(error)) from error
    require_disk(folder.path, shutil.disk_usage(folder.path).free)
    return folder


def require_disk(path: Path, free: int) -> None:
    """Raises DiskAlmostFull."""
    if free < NEEDED_DISK:
        raise DiskAlmostFull(path, free)


class FolderLock:
    """Held by the launcher that runs Parley in a folder; the kernel frees it however that ends."""

    def __init__(self, folder: DataFolder) -> None:
        self._file = os.open(folder.lock_file, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self) -> bool:
        """False: another launcher holds it."""
        give_up = time.monotonic() + PROBE
        while not _flock(self._file, fcntl.LOCK_EX):
            if time.monotonic() > give_up:
                return False
            time.sleep(0.02)
        return True

    def release(self) -> None:
        os.close(self._file)


def is_running(folder: DataFolder) -> bool:
    if not folder.lock_file.exists():
        return False
    file = os.open(folder.lock_file, os.O_RDONLY)
    try:
        return not _flock(file, fcntl.LOCK_SH)
    finally:
        os.close(file)


def _flock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
