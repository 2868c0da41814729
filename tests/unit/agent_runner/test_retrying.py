"""When a failed model call is tried again."""

import pytest
from parley_agent_runner.retrying import find_wait
from parley_agent_runner.stream import Failure

from tests.fakes.failing import failed


def longest(bound: float) -> float:
    return bound


def test_waits_double_and_end_after_five_tries() -> None:
    failure = failed("overloaded", "", again=True)

    waits = [find_wait(failure, tries, longest) for tries in range(1, 6)]

    assert waits == [1.0, 2.0, 4.0, 8.0, None]


def test_the_wait_is_anything_up_to_its_bound() -> None:
    assert find_wait(failed("overloaded", "", again=True), 3, lambda bound: bound / 4) == 1.0


def test_what_the_provider_asks_for_counts() -> None:
    assert find_wait(failed("rate_limited", "", again=True, wait=42.0), 1, longest) == 42.0


@pytest.mark.parametrize(
    ("failure", "tries"),
    [
        (failed("key_refused", ""), 1),
        (failed("broken_off", "", again=True), 3),
        (failed("rate_limited", "", again=True, wait=3600.0), 1),
        (failed("breaker_open", "", again=True), 1),
    ],
)
def test_some_are_not_tried_again(failure: Failure, tries: int) -> None:
    assert find_wait(failure, tries, longest) is None
