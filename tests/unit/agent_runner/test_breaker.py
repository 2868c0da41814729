"""A model that keeps failing is left alone, then tried by exactly one."""

from parley_agent_runner.breaker import Breakers
from parley_agent_runner.stream import Route

MODEL, OTHER = Route("a/model"), Route("a/model", "http://127.0.0.1:1/v1")


class Time:
    passed = 0.0


def opened() -> tuple[Breakers, Time]:
    time = Time()
    breakers = Breakers(lambda: time.passed)
    for _ in range(5):
        assert breakers.admits(MODEL)
        breakers.failed(MODEL)
    return breakers, time


def test_five_failures_open_it() -> None:
    breakers, _ = opened()

    assert not breakers.admits(MODEL)


def test_another_address_is_another_model() -> None:
    breakers, _ = opened()

    assert breakers.admits(OTHER)


def test_a_success_in_between_starts_the_count_anew() -> None:
    breakers = Breakers(lambda: 0.0)
    for _ in range(4):
        breakers.failed(MODEL)

    breakers.of(MODEL).succeeded()
    breakers.failed(MODEL)

    assert breakers.admits(MODEL)


def test_after_thirty_seconds_one_may_try() -> None:
    breakers, time = opened()

    time.passed = 29.9
    assert not breakers.admits(MODEL)
    time.passed = 30.0
    assert breakers.admits(MODEL)
    assert not breakers.admits(MODEL)


def test_the_one_that_tried_opens_it_again_or_closes_it() -> None:
    breakers, time = opened()

    time.passed = 30.0
    assert breakers.admits(MODEL)
    breakers.failed(MODEL)
    time.passed = 59.9
    assert not breakers.admits(MODEL)
    time.passed = 60.0
    assert breakers.admits(MODEL)
    breakers.of(MODEL).succeeded()

    assert breakers.admits(MODEL)
    assert breakers.admits(MODEL)


def test_one_that_was_stopped_leaves_its_place_to_the_next() -> None:
    breakers, time = opened()

    time.passed = 30.0
    assert breakers.admits(MODEL)
    breakers.of(MODEL).gave_up()

    assert breakers.admits(MODEL)
