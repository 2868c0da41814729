"""What a program makes of the frames that the door sends."""

import pytest
from parley_cli.door import Refused, take_frame
from parley_shared.view import initial


def test_an_outage_is_waited_out_for_the_service_goes_on_trying() -> None:
    view = initial("T")

    assert take_frame({"type": "error", "code": "unavailable", "message": "no store"}, view) is view


def test_a_refusal_is_told_in_its_own_words() -> None:
    with pytest.raises(Refused, match="no such thread"):
        take_frame({"type": "error", "code": "thread_not_found", "message": "no such thread"}, None)
