"""A model that keeps failing is left alone, then tried by exactly one."""

from parley_agent_runner.breaker import FAILURES, OPEN_FOR, Breakers
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


def test_a_breaker_is_described_and_reset_by_hand() -> None:
    now = [0.0]
    breakers = Breakers(lambda: now[0])
    route = Route("openai/gpt", "http://127.0.0.1:1/v1")
    for _ in range(FAILURES):
        breakers.failed(route)
    now[0] = 10.0

    (opened,) = breakers.describe()
    breakers.reset("openai/gpt", "http://127.0.0.1:1/v1")

    assert (opened.state, opened.failures, opened.opens_in_ms) == ("open", FAILURES, 20_000)
    assert breakers.describe() == ()
    assert breakers.admits(route)


def test_an_open_breaker_is_half_open_once_its_time_is_over() -> None:
    now = [0.0]
    breakers = Breakers(lambda: now[0])
    for _ in range(FAILURES):
        breakers.failed(Route("openai/gpt"))
    now[0] = OPEN_FOR

    assert [each.state for each in breakers.describe()] == ["half_open"]
