"""How fast one person may send."""

from datetime import UTC, datetime, timedelta

import pytest
from parley_shared.errors import TooManyMessages
from parley_store.memory import BURST, Memory

AT = datetime(2026, 1, 2, tzinfo=UTC)


def test_a_burst_is_followed_by_two_a_second() -> None:
    memory = Memory()
    for _ in range(BURST):
        memory.take_token("Ada", AT)

    with pytest.raises(TooManyMessages, match=r"again in 0\.5 s"):
        memory.take_token("Ada", AT)
    memory.take_token("Ada", AT + timedelta(seconds=0.5))
    with pytest.raises(TooManyMessages):
        memory.take_token("Ada", AT + timedelta(seconds=0.5))


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    memory = Memory()
    for _ in range(BURST):
        memory.take_token("Ada", AT)

    with pytest.raises(TooManyMessages):
        memory.take_token("Ada", AT - timedelta(hours=1))
    memory.take_token("Ada", AT + timedelta(seconds=1))


def test_a_long_rest_fills_the_bucket_and_no_more() -> None:
    memory = Memory()
    memory.take_token("Ada", AT)
    for _ in range(BURST):
        memory.take_token("Ada", AT + timedelta(days=1))

    with pytest.raises(TooManyMessages):
        memory.take_token("Ada", AT + timedelta(days=1))
