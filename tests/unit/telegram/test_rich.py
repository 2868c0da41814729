"""Which answers gain by being rich messages."""

import pytest
from parley_telegram.rich import LONGEST, gains_by_rich


@pytest.mark.parametrize(
    "text",
    [
        "Numbers:\n\n| a | b |\n|---|:-:|\n| 1 | 2 |",
        "- [x] done\n- [ ] open",
        "So $$x^2$$ it is",
        r"So \(x^2\) it is",
        "<details><summary>More</summary>x</details>",
    ],
)
def test_these_do(text: str) -> None:
    assert gains_by_rich(text)


@pytest.mark.parametrize(
    "text", ["Plain **words**", "- a list", "a | b", "It costs $5 or $6", "```\ncode\n```", "---"]
)
def test_these_do_not(text: str) -> None:
    assert not gains_by_rich(text)


def test_what_is_too_long_does_not() -> None:
    assert not gains_by_rich("- [ ] open\n" + "x" * LONGEST)
