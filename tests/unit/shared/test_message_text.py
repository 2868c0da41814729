"""What a message may say, wherever it comes from."""

import pytest
from parley_shared.errors import EmptyMessage, TooLong
from parley_shared.message_text import check_size, check_text
from parley_shared.models import TEXT_LIMIT, Fact, FileRef

PICTURE = FileRef(id="f1", name="a.png", media_type="image/png", size=1, sha256="0" * 64)


def test_a_text_of_blanks_is_empty_and_says_so_by_name() -> None:
    with pytest.raises(EmptyMessage, match="some text") as raised:
        check_text(" \n")

    assert raised.value.fact == Fact(name="empty_message")


def test_a_file_needs_no_words() -> None:
    check_text("", (PICTURE,))


def test_a_texts_limit_counts_bytes() -> None:
    check_text("é" * (TEXT_LIMIT // 2))

    with pytest.raises(TooLong, match="may have 262144 bytes and would have 262145") as raised:
        check_text("é" * (TEXT_LIMIT // 2) + "e")

    assert raised.value.fact is not None
    assert raised.value.fact.name == "message_too_long"


def test_what_is_as_long_as_a_message_at_most_is_called_by_its_own_name() -> None:
    with pytest.raises(TooLong, match="the answer may have") as raised:
        check_size("x" * (TEXT_LIMIT + 1), "answer")

    assert raised.value.fact is not None
    assert raised.value.fact.name == "answer_too_long"
