"""Whether a failed model call is tried again, and when."""

from collections.abc import Callable

from parley_agent_runner.stream import Failure

TRIES = 5
MIDSTREAM_TRIES = 3  # what was streamed is paid for
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds; the bound doubles from the one to the other
LONGEST_WANTED = 600.0  # seconds; a provider that asks for more will not answer this turn
LONGEST_HELD = 15.0  # seconds; a longer wait gives the runner's place to somebody else

Jitter = Callable[[float], float]  # a random wait between 0 and the bound it is given


def find_wait(failure: Failure, tries: int, jitter: Jitter) -> float | None:
    """Seconds until the next try after `tries` of them, or None if there is none."""
    most = {"broken_off": MIDSTREAM_TRIES, "breaker_open": 0}.get(failure.code, TRIES)
    if not failure.again or tries >= most:
        return None
    if failure.wait is not None:
        return failure.wait if failure.wait <= LONGEST_WANTED else None
    return jitter(min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (tries - 1)))
