"""What a program wrote becomes text that harms nobody."""

import pytest
from parley_sandbox.cleaning import Decoder, clean_text, cut_middle


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("plain\n\ttext", "plain\n\ttext"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil\x07link\x1b]8;;\x07", "link"),
        ("a\x00b\x7fc\rd", "abcd"),
        ("line\r\n", "line\n"),
        ("\u202eevil\u2066", "evil"),
        ("\N{FAMILY}\u200d\N{SPARKLES}", "\N{FAMILY}\u200d\N{SPARKLES}"),
    ],
)
def test_what_is_not_seen_is_left_out(written: str, clean: str) -> None:
    assert clean_text(written) == clean


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    assert cut_middle("a" * 60 + "b" * 60, 30) == (
        f"{'a' * 20}\n[90 characters were left out]\n{'b' * 10}"
    )


def test_a_letter_that_comes_in_two_pieces_is_one_letter() -> None:
    decoder = Decoder()

    assert [decoder.feed(b"\xc3"), decoder.feed(b"\xa4")] == ["", "\u00e4"]
