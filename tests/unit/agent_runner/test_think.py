"""Reasoning that is written into the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parley_agent_runner.think import ThinkSplitter

CASES = {
    "no tag": ("It is 4.", ("It is 4.", "")),
    "a tag": ("<think>2 and 2</think>4", ("4", "2 and 2")),
    "blank lines around": ("\n<think>\n2 and 2\n</think>\n\n4", ("4", "2 and 2\n")),
    "a later tag is talk": ("Use <think> to think.", ("Use <think> to think.", "")),
    "a second tag is talk": ("<think>a</think>b <think>c", ("b <think>c", "a")),
    "never closed": ("<think>2 and 2", ("", "2 and 2")),
    "almost a tag": ("<thin ice", ("<thin ice", "")),
    "ends like a tag": ("<th", ("<th", "")),
    "ends like a closing tag": ("<think>a</thi", ("", "a</thi")),
    "empty": ("", ("", "")),
}


def split(text: str, size: int) -> tuple[str, str]:
    splitter = ThinkSplitter()
    pieces = [splitter.feed(text[at : at + size]) for at in range(0, len(text), size)]
    pieces.append(splitter.end())
    return "".join(said for said, _ in pieces), "".join(thought for _, thought in pieces)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("case", CASES)
def test_text_and_reasoning_come_apart_however_they_are_cut(case: str, size: int) -> None:
    text, wanted = CASES[case]

    assert split(text, size) == wanted


@given(st.text(alphabet="<think>/ ab\n"), st.integers(1, 9))
def test_the_cuts_never_matter(text: str, size: int) -> None:
    assert split(text, size) == split(text, max(1, len(text)))
