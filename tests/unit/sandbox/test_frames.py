"""What a supervisor says, in whatever pieces it comes."""

import struct

import pytest
from parley_sandbox.frames import Attached, BadFrame, Frame, Frames


def frame(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack(">I", len(content)) + content


def attached(stream: int, content: bytes) -> bytes:
    return struct.pack(">BxxxI", stream, len(content)) + content


def test_frames_come_whole_however_the_bytes_are_cut() -> None:
    frames, said = Frames(), frame(b"R", b"") + frame(b"O", b"hello") + frame(b"Z", b"")

    got = [each for byte in said for each in frames.feed(bytes([byte]))]

    assert got == [Frame("ready", b""), Frame("stdout", b"hello"), Frame("over", b"")]


@pytest.mark.parametrize("said", [b"Q\0\0\0\0", b"O\xff\xff\xff\xff"])
def test_what_no_supervisor_says_is_refused(said: bytes) -> None:
    with pytest.raises(BadFrame):
        list(Frames().feed(said))


def test_only_the_standard_output_of_an_attached_container_is_listened_to() -> None:
    stream, said = Attached(), attached(1, b"ab") + attached(2, b"noise") + attached(1, b"cd")

    assert (
        b"".join(stream.feed(said[place : place + 3]) for place in range(0, len(said), 3))
        == b"abcd"
    )
