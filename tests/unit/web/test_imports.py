"""How an exported thread is set in order and cut into slices."""

from datetime import UTC, datetime

import pytest
from parley_shared.errors import BadInput, TooLong
from parley_shared.models import Message
from parley_shared.wire import encode
from parley_web.imports import SLICE, check, cut, set_in_order

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def message(id_: str, *, text: str = "", reply_to: str | None = None, position: int = 7) -> Message:
    return Message(
        id=id_,
        thread_id="T",
        role="assistant" if reply_to else "user",
        text=text,
        reply_to=reply_to,
        position=position,
        created_at=AT,
    )


def test_places_are_given_anew_whatever_the_file_claims() -> None:
    saved = [message("a"), message("b"), message("c", reply_to="a"), message("d", reply_to="gone")]

    placed = set_in_order(saved)

    assert [(each.position, each.anchor) for each in placed] == [(1, 1), (2, 2), (3, 1), (4, 4)]


def test_slices_hold_everything_in_order_and_fit_into_a_question() -> None:
    saved = [message(f"m{n}", text="x" * 100_000) for n in range(10)]

    slices = list(cut(saved))

    assert [each.id for slice_ in slices for each in slice_] == [each.id for each in saved]
    assert all(sum(len(each.model_dump_json()) for each in slice_) <= SLICE for slice_ in slices)
    assert len(slices) == 3


def test_a_thread_without_messages_is_still_one_slice() -> None:
    assert list(cut([])) == [()]


def test_slices_fit_however_many_bytes_a_letter_has() -> None:
    said = [message(f"m{n}", text="汉" * 80_000) for n in range(5)]

    slices = list(cut(said))

    assert sum(map(len, slices)) == 5
    assert all(sum(len(encode(each)) for each in slice_) <= SLICE for slice_ in slices)


def test_what_can_not_be_kept_is_refused_before_anything_is() -> None:
    with pytest.raises(BadInput, match="same id"):
        check([message("m1"), message("m1")])
    with pytest.raises(TooLong, match="message 2"):
        check([message("m1"), message("m2", text="汉" * 90_000)])
