from parley_sandbox.engine import NO_ENGINE, NOT_ALLOWED, say_why


def test_a_socket_that_may_not_be_used_is_told_apart_from_an_engine_that_is_away() -> None:
    away = ConnectionError("Connection aborted.", ConnectionRefusedError(111, "refused"))
    forbidden = ConnectionError("Connection aborted.", PermissionError(13, "Permission denied"))

    assert say_why(away) == NO_ENGINE
    assert say_why(forbidden) == NOT_ALLOWED
