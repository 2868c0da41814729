import pytest
from parley_sandbox.box import hear_ready
from parley_sandbox.engine import NO_ENGINE, NOT_ALLOWED, WRONG_IMAGE, say_why
from parley_sandbox.frames import BadFrame

from tests.unit.sandbox.test_talking import PlayedBox


def test_a_socket_that_may_not_be_used_is_told_apart_from_an_engine_that_is_away() -> None:
    away = ConnectionError("Connection aborted.", ConnectionRefusedError(111, "refused"))
    forbidden = ConnectionError("Connection aborted.", PermissionError(13, "Permission denied"))

    assert say_why(away) == NO_ENGINE
    assert say_why(forbidden) == NOT_ALLOWED


async def test_an_image_without_a_supervisor_is_told_apart_too() -> None:
    with pytest.raises(BadFrame) as raised:
        await hear_ready(PlayedBox([b"/ # what a shell says"]))

    assert say_why(raised.value) == WRONG_IMAGE
