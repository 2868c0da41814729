"""What can keep the launcher from doing its job; each is a sentence that says what to do."""

from pathlib import Path


class LauncherFailure(Exception):
    """Printed as it is; the launcher then ends with 1."""


class SourceMissing(LauncherFailure):
    def __init__(self, command: str) -> None:
        super().__init__(f"./parley {command} needs the tests folder, which comes with the source")


class NotRunning(LauncherFailure):
    def __init__(self, folder: Path) -> None:
        super().__init__(f"Parley does not run in {folder}: start it with ./parley up")


class ForeignFolder(LauncherFailure):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds something that is not Parley's: name a new or empty folder with --data"
        )


class FolderRefused(LauncherFailure):
    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"{folder} can't be used ({reason}): name another folder with --data, or mend this one"
        )


class DiskAlmostFull(LauncherFailure):
    def __init__(self, folder: Path, free: int) -> None:
        super().__init__(
            f"The disk that holds {folder} has only {free // 1_000_000} MB left: "
            "free at least 200 MB, or name a folder on another disk with --data"
        )


class PortTaken(LauncherFailure):
    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken by another program: start with --port {port + 1}, "
            "or end that program"
        )


class NatsServerMissing(LauncherFailure):
    def __init__(self) -> None:
        super().__init__("nats-server is missing from .venv: remove .venv and start again")


class BuildFailed(LauncherFailure):
    """The browser pages could not be built."""
