"""How many messages a person may send at once and over time."""

import pytest
from parley_gateway.rates import Bucket
from parley_shared.errors import TooManyMessages


def test_a_burst_is_taken_and_then_no_more() -> None:
    bucket = Bucket(per_minute=60, burst=3)

    for _ in range(3):
        bucket.take(10.0)

    with pytest.raises(TooManyMessages, match="60 messages a minute"):
        bucket.take(10.0)


def test_it_fills_with_time_but_never_beyond_the_burst() -> None:
    bucket = Bucket(per_minute=60, burst=2)
    bucket.take(0.0)
    bucket.take(0.0)

    bucket.take(1.0)
    with pytest.raises(TooManyMessages):
        bucket.take(1.5)
    for _ in range(2):
        bucket.take(1000.0)
    with pytest.raises(TooManyMessages):
        bucket.take(1000.0)
