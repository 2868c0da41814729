"""Which answers gain by being rich messages, whose Markdown Telegram itself reads. Pure."""

import re

LONGEST = 32_000  # characters

_TABLE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$", re.MULTILINE)
_TASK = re.compile(r"^\s*[-*+] \[[ xX]\] ", re.MULTILINE)
_MATH = re.compile(r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_DETAILS = re.compile(r"<details>", re.IGNORECASE)


def gains_by_rich(text: str) -> bool:
    """Tables, tasks, formulas and what can be unfolded look poor as text with entities."""
    shapes = (_TABLE, _TASK, _MATH, _DETAILS)
    return len(text) <= LONGEST and any(shape.search(text) for shape in shapes)
