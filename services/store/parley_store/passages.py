"""Cuts out of a text the passage in which it holds what was looked for."""

import re
from collections.abc import Sequence

from parley_shared.models import Piece

BEFORE = 40  # characters
AFTER = 120  # characters


def cut_passage(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Around the first place of the longest word, on one line, with every word in it marked."""
    first = _find(max(words, key=len)).search(text)
    at = first.start() if first else 0
    start, end = _widen(text, at, first.end() if first else 0)
    line = " ".join(text[start:end].split())
    pieces = _mark(line, words)
    left = (Piece(text="… "),) if start > 0 else ()
    right = (Piece(text=" …"),) if end < len(text.rstrip()) else ()
    return (*left, *pieces, *right)


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """To whole words, where there are spaces."""
    left = max(0, start - BEFORE)
    right = min(len(text), end + AFTER)
    if left > 0 and (space := re.search(r"\s", text[left:start])):
        left += space.end()
    if right < len(text) and (cut := text[end:right].rfind(" ")) > 0:
        right = end + cut
    return left, right


def _mark(line: str, words: Sequence[str]) -> tuple[Piece, ...]:
    longest_first = sorted(words, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", line, flags=re.IGNORECASE)
    pieces = (Piece(text=part, marked=number % 2 == 1) for number, part in enumerate(parts))
    return tuple(piece for piece in pieces if piece.text)


def _find(word: str) -> re.Pattern[str]:
    return re.compile(re.escape(word), re.IGNORECASE)
