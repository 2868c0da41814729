"""What is shown of a text that a search found."""

import pytest
from parley_shared.models import Piece
from parley_store.passages import cut_passage

LONG = "Water the beds early. " * 20


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "words", "passage"),
    [
        ("Tell me about whales", ["whale"], "Tell me about [whale]s"),
        ("one\n\n  two\tthree", ["three"], "one two [three]"),
        ("Ärger in ÜBERLINGEN", ["ärger", "überl"], "[Ärger] in [ÜBERL]INGEN"),
        ("a b aa", ["a", "aa"], "[a] b [aa]"),
        ("what* now (maybe)", ["what*", "("], "[what*] now [(]maybe)"),
        ("今日は良い天気です", ["天気"], "今日は良い[天気]です"),
        ("<b>bold</b>", ["bold"], "<b>[bold]</b>"),
        ("none of it", ["absent"], "none of it"),
        ("", ["absent"], ""),
    ],
)
def test_what_was_looked_for_is_marked_in_one_line(
    text: str, words: list[str], passage: str
) -> None:
    assert shown(cut_passage(text, words)) == passage


def test_a_long_text_is_cut_at_words_on_both_sides() -> None:
    passage = shown(cut_passage(f"{LONG}Then came the whale. {LONG}", ["the", "whale"]))

    assert passage.startswith("… ") and passage.endswith(" …")
    assert "[The]n came [the] [whale]. Water [the] beds early." in passage
    assert set(passage[2:-2].replace("[", "").replace("]", "").split()) <= set(
        f"{LONG} Then came the whale.".split()
    )
    assert len(passage) < 220


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    passage = shown(cut_passage("良い" * 1000 + "天気" + "良い" * 1000, ["天気"]))

    assert "[天気]" in passage
    assert len(passage) < 180
