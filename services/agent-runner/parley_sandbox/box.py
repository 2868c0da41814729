"""A box: a place with a supervisor in it that is ready for one job."""

from typing import Protocol

from parley_shared.sandbox import Reason

from parley_sandbox.frames import Frames


class BoxGone(Exception):
    """The connection to the supervisor broke."""


class Box(Protocol):
    """Docker's and bubblewrap's."""

    async def read(self) -> bytes:
        """What the supervisor says next; empty: it has left. Raises BoxGone."""

    async def write(self, content: bytes) -> None:
        """Raises BoxGone."""

    def is_alive(self) -> bool:
        """Whether the supervisor still waits, as far as can be seen without asking."""

    async def why_lost(self) -> Reason:
        """Of a supervisor that left before it was over."""

    async def remove(self) -> None:
        """Whatever is in it is killed. Again it changes nothing."""


class Backend(Protocol):
    """What makes boxes."""

    async def prepare(self) -> None:
        """What must be so before a box can be opened; again it takes no time.

        Raises CodeUnavailable with a sentence that says what to do.
        """

    async def open(self, name: str, seconds: float) -> Box:
        """Ready for a job, and gone by itself after `seconds`. Raises CodeUnavailable."""

    async def rename(self, box: Box, name: str) -> None:
        """So that people who look see which call it is."""

    async def reap(self) -> int:
        """Remove what an earlier broker, or a fault of ours, has left; how many there were."""


async def hear_ready(box: Box) -> None:
    """Returns when its supervisor waits for a job. Raises BoxGone, BadFrame."""
    frames = Frames()
    while piece := await box.read():
        if any(frame.kind == "ready" for frame in frames.feed(piece)):
            return
    raise BoxGone
