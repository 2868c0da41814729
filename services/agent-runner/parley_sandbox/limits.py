"""How much a run may use; the broker's caps, which no question can raise."""

from dataclasses import dataclass

from pydantic import JsonValue

MIB = 1 << 20
GRACE = 1.0  # seconds from SIGTERM to SIGKILL
OUTPUT = 200_000  # bytes of each stream that are kept
OUTPUT_HARD = 16 * MIB  # bytes written after which a program is killed
FILES = 50  # that come back
FILE_BYTES = 32 * MIB  # of all of them
LARGEST_FILE = 64 * MIB  # that a program may write
OPEN_FILES = 256
WORKSPACE = 48 * MIB  # of the thread's files that go in; a run's whole disk is 64 MiB
WORKSPACE_FILES = 4_000
SLACK = 4.0  # seconds a supervisor has beyond its own limits before its container is killed


@dataclass(frozen=True)
class Limits:
    wall: float  # seconds
    address_space: int | None = None  # bytes of each process; where no container limits memory
    processes: int | None = None

    @property
    def hard(self) -> float:
        """Seconds after which nobody believes the supervisor any longer."""
        return self.wall + GRACE + SLACK

    def write(self) -> dict[str, JsonValue]:
        """As the supervisor reads them."""
        own = {"as": self.address_space, "nproc": self.processes}
        return {
            "wall": self.wall,
            "grace": GRACE,
            "cpu": int(self.wall) + 1,
            "output": OUTPUT,
            "output_hard": OUTPUT_HARD,
            "files": FILES,
            "file_bytes": FILE_BYTES,
            "fsize": LARGEST_FILE,
            "nofile": OPEN_FILES,
            **{name: value for name, value in own.items() if value is not None},
        }
