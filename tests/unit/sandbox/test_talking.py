"""One job in a box whose supervisor is played here."""

import json
import struct
from collections.abc import Sequence

from parley_sandbox.limits import Limits
from parley_sandbox.talking import Content, Job, Told, do_job
from parley_shared.sandbox import Reason

from tests.unit.sandbox.test_frames import frame

JOB = Job("python", "print(1)", (Content("a.txt", b"old"),), Limits(5.0))
EXITED = json.dumps({"reason": "exited", "code": 0}).encode()


class PlayedBox:
    """Says `pieces` and leaves."""

    def __init__(self, pieces: Sequence[bytes], lost: Reason = "lost") -> None:
        self._pieces, self._lost = list(pieces), lost
        self.heard = b""

    async def read(self) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""

    async def write(self, content: bytes) -> None:
        self.heard += content

    def is_alive(self) -> bool:
        return True

    async def why_lost(self) -> Reason:
        return self._lost

    async def remove(self) -> None:
        """Nothing is left of it."""


async def talk(box: PlayedBox) -> Told:
    async def hear(_: bytes) -> None:
        """Nobody watches."""

    return await do_job(box, JOB, hear)


async def test_the_job_is_told_with_the_files_after_it() -> None:
    box = PlayedBox([frame(b"X", EXITED) + frame(b"Z", b"")])

    await talk(box)

    (size,) = struct.unpack(">I", box.heard[:4])
    assert json.loads(box.heard[4 : 4 + size])["files"] == [["a.txt", 3]]
    assert box.heard[4 + size :] == b"old"


async def test_everything_a_supervisor_says_is_kept() -> None:
    file = frame(b"F", b'{"path": "b.txt", "size": 3}\0new')
    box = PlayedBox(
        [frame(b"O", b"out"), frame(b"E", b"err") + frame(b"X", EXITED), file + frame(b"Z", b"")]
    )

    told = await talk(box)

    assert (bytes(told.stdout), bytes(told.stderr)) == (b"out", b"err")
    assert told.files == [Content("b.txt", b"new")]
    assert (told.ending.reason, told.ending.code, told.is_whole) == ("exited", 0, True)


async def test_a_container_that_ends_in_the_middle_tells_why() -> None:
    told = await talk(PlayedBox([frame(b"O", b"half")], lost="memory"))

    assert (told.ending.reason, bytes(told.stdout)) == ("memory", b"half")


async def test_nonsense_ends_the_run_and_not_the_broker() -> None:
    told = await talk(PlayedBox([frame(b"X", b'{"reason": "because"}')]))

    assert told.ending.reason == "lost"


async def test_more_files_than_may_come_back_are_left_out() -> None:
    files = b"".join(frame(b"F", f'{{"path": "{n}"}}\0x'.encode()) for n in range(60))
    told = await talk(PlayedBox([files + frame(b"X", EXITED) + frame(b"Z", b"")]))

    assert len(told.files) == 50
