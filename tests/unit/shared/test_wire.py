"""Headers and sizes of what goes on the bus."""

from datetime import UTC, datetime

import pytest
from parley_shared.errors import TooBig
from parley_shared.events import TitleChanged
from parley_shared.wire import CARRIED, check_size, complete_headers, new_trace, traced

EVENT = TitleChanged(
    id="e1", thread_id="t1", seq=3, at=datetime(2026, 11, 20, 11, 22, 33, tzinfo=UTC), title="Sums"
)
ENVELOPE = {
    "ce-specversion": "1.0",
    "ce-id": "e1",
    "ce-type": "title.changed",
    "ce-source": "store",
    "ce-subject": "t1",
    "ce-time": "2026-11-20T11:22:33.000Z",
}


def test_an_event_says_its_envelope_as_a_cloud_event() -> None:
    assert complete_headers(EVENT, None, "store") == ENVELOPE


def test_given_headers_and_the_trace_are_added() -> None:
    with traced("00-aa-bb-01"):
        headers = complete_headers(EVENT, {"ce-source": "other", "Nats-Rollup": "sub"}, "store")

    assert headers == ENVELOPE | {
        "traceparent": "00-aa-bb-01",
        "ce-source": "other",
        "Nats-Rollup": "sub",
    }


def test_a_trace_ends_with_what_it_was_about() -> None:
    with traced("00-aa-bb-01"), traced("00-cc-dd-01"):
        pass

    assert complete_headers(b"", None, "store") == {}


def test_a_new_trace_is_a_valid_one() -> None:
    version, trace, span, flags = new_trace().split("-")

    assert (version, len(trace), len(span), flags) == ("00", 32, 16, "01")
    assert int(trace, 16) and int(span, 16)


def test_a_message_may_be_as_big_as_the_bus_carries_and_no_bigger() -> None:
    headers = {"é": "é"}  # 2 + 2 bytes, and 4 around them
    check_size("s", b"x" * (CARRIED - 8), headers)

    with pytest.raises(TooBig, match=f"^{CARRIED + 1} bytes for 's' are more"):
        check_size("s", b"x" * (CARRIED - 7), headers)
