"""Cuts an answer into messages that Telegram takes: whole blocks first, then nice places. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parley_telegram.markdown import Block, merge, read_blocks
from parley_telegram.styled import Styled, units

LIMIT = 4096  # UTF-16 units in one message
ENTITIES = 100  # in one message; Telegram drops those beyond
NICE = ("\n\n", "\n", ". ", "。", " ")  # where to cut, the best first
LONGEST_CLUSTER = 32  # characters that are kept together as one sign


def render(text: str, limit: int = LIMIT, most: int = ENTITIES) -> list[Styled]:
    """The messages; none for a text of which nothing is seen."""
    blocks = [part for block in read_blocks(text) for part in _cut(block, limit, most)]
    packed = (merge(each).stripped() for each in _pack(blocks, limit, most))
    return [_sorted(each) for each in packed if each.text]


def split_plain(text: str, limit: int = LIMIT) -> list[Styled]:
    """Without any style, as it was typed."""
    return split_styled(Styled(text), limit)


def split_styled(styled: Styled, limit: int) -> list[Styled]:
    return [each.styled.stripped() for each in _cut(Block(styled), limit, ENTITIES)]


def _pack(blocks: Sequence[Block], limit: int, most: int) -> Iterator[list[Block]]:
    held: list[Block] = []
    for block in blocks:
        if held and not _fits([*held, block], limit, most):
            carried = _take_headings(held)
            yield held
            held = carried if _fits([*carried, block], limit, most) else []
            if carried and not held:
                yield carried
        held.append(block)
    if held:
        yield held


def _take_headings(held: list[Block]) -> list[Block]:
    """Headings at the end go with what they stand over."""
    carried: list[Block] = []
    while len(held) > 1 and held[-1].kind == "head":
        carried.insert(0, held.pop())
    return carried


def _fits(blocks: Sequence[Block], limit: int, most: int) -> bool:
    size = sum(block.styled.size + 2 for block in blocks) - 2
    return size <= limit and sum(len(block.styled.entities) for block in blocks) <= most


def _cut(block: Block, limit: int, most: int) -> Iterator[Block]:
    """Each piece of code is code again, in its language."""
    rest = block.styled
    while rest.size > limit or len(rest.entities) > most:
        piece = _begin(rest, limit, most)
        yield replace(block, styled=rest.part(0, piece).stripped_end(), tight=True)
        rest = rest.part(piece, len(rest.text))
        if block.kind != "pre":
            rest = rest.stripped()
    if rest.text.strip():
        yield replace(block, styled=rest)


def _begin(styled: Styled, limit: int, most: int) -> int:
    """How many characters come first."""
    length = _longest(styled.text, limit)
    while length > 1 and len(styled.part(0, length).entities) > most:
        length = length * 9 // 10 if length > 50 else length // 2
        length = _nice_end(styled.text, length)
    return max(length, 1)


def _longest(text: str, limit: int) -> int:
    end = min(len(text), limit)
    while units(text[:end]) > limit:
        end -= max(1, (units(text[:end]) - limit) // 2)
    return end if end == len(text) else _nice_end(text, end)


def _nice_end(text: str, end: int) -> int:
    for mark in NICE:
        found = text.rfind(mark, 0, end)
        if found > end // 2:
            return found + len(mark)
    return _between_signs(text, end)


def _between_signs(text: str, end: int) -> int:
    """Not within an emoji of several characters, or between a letter and its accent."""
    for at in range(end, max(end - LONGEST_CLUSTER, 1), -1):
        if at >= len(text) or not _continues(text, at):
            return at
    return max(end, 1)


def _continues(text: str, at: int) -> bool:
    character, before = text[at], text[at - 1]
    return (
        bool(unicodedata.combining(character))
        or character in "\u200d\ufe0f\ufe0e"
        or before == "\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or ("\U0001f1e6" <= character <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )


def _sorted(styled: Styled) -> Styled:
    """Outer entities before the inner ones."""
    order = sorted(styled.entities, key=lambda each: (each.offset, -each.length))
    return Styled(styled.text, tuple(order))
