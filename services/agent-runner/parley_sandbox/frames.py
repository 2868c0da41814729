"""What a supervisor says, read from its stream. All of it is untrusted. Pure."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["ready", "stdout", "stderr", "ended", "file", "over"]
KINDS: dict[int, Kind] = {
    ord("R"): "ready",
    ord("O"): "stdout",
    ord("E"): "stderr",
    ord("X"): "ended",
    ord("F"): "file",
    ord("Z"): "over",
}
LARGEST = 40 << 20  # bytes of one frame
HEAD = 5  # bytes


class BadFrame(Exception):
    """The other side does not speak as a supervisor does."""


@dataclass(frozen=True)
class Frame:
    kind: Kind
    content: bytes


@dataclass
class Frames:
    """Bytes in as they come, whole frames out."""

    _waiting: bytearray = field(default_factory=bytearray)

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """Raises BadFrame."""
        self._waiting += piece
        while len(self._waiting) >= HEAD:
            kind, size = struct.unpack_from(">BI", self._waiting)
            if kind not in KINDS or size > LARGEST:
                raise BadFrame(f"a frame of kind {kind} and {size} bytes")
            if len(self._waiting) < HEAD + size:
                return
            content = bytes(self._waiting[HEAD : HEAD + size])
            del self._waiting[: HEAD + size]
            yield Frame(KINDS[kind], content)


STREAM_HEAD = 8  # bytes: which stream, three zeros, how long (big-endian)
STDOUT = 1


@dataclass
class Attached:
    """What Docker sends on an attached connection: both streams of a container in one."""

    _waiting: bytearray = field(default_factory=bytearray)

    def feed(self, piece: bytes) -> bytes:
        """What there is of the standard output; the supervisor's own errors are dropped."""
        self._waiting += piece
        output = bytearray()
        while len(self._waiting) >= STREAM_HEAD:
            stream, size = struct.unpack_from(">B3xI", self._waiting)
            if len(self._waiting) < STREAM_HEAD + size:
                break
            if stream == STDOUT:
                output += self._waiting[STREAM_HEAD : STREAM_HEAD + size]
            del self._waiting[: STREAM_HEAD + size]
        return bytes(output)
