"""Five tries a minute for each address."""

import pytest
from parley_web.errors import TooManyTries
from parley_web.tries import Tries


def fail(tries: Tries, times: int, now: float, address: str = "10.0.0.1") -> None:
    for _ in range(times):
        tries.fail(address, now)


def test_the_sixth_try_within_a_minute_is_refused_and_told_how_long_to_wait() -> None:
    tries = Tries()
    fail(tries, 5, now=100.0)

    with pytest.raises(TooManyTries) as refused:
        tries.fail("10.0.0.1", 110.5)

    assert refused.value.retry_after == 50
    assert refused.value.status == 429


def test_after_a_minute_there_are_new_tries() -> None:
    tries = Tries()
    fail(tries, 5, now=100.0)

    fail(tries, 5, now=160.0)
    with pytest.raises(TooManyTries):
        tries.fail("10.0.0.1", 160.0)


def test_a_refused_try_does_not_prolong_the_wait() -> None:
    tries = Tries()
    fail(tries, 5, now=100.0)
    with pytest.raises(TooManyTries):
        tries.fail("10.0.0.1", 159.0)

    tries.fail("10.0.0.1", 160.0)


def test_another_address_has_its_own() -> None:
    tries = Tries()
    fail(tries, 5, now=100.0)

    tries.fail("10.0.0.2", 100.0)
