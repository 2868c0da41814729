"""Text with Telegram's entities: offsets and lengths in UTF-16 units, as Telegram counts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Style = Literal[
    "bold",
    "italic",
    "strikethrough",
    "code",
    "pre",
    "text_link",
    "blockquote",
    "expandable_blockquote",
]


@dataclass(frozen=True)
class Entity:
    style: Style
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True)
class Styled:
    text: str
    entities: tuple[Entity, ...] = ()

    def __add__(self, other: "Styled") -> "Styled":
        return Styled(self.text + other.text, self.entities + moved(other, units(self.text)))

    @property
    def size(self) -> int:
        return units(self.text)

    def within(self, style: Style, language: str | None = None) -> "Styled":
        """All of it in one more style."""
        if not self.text:
            return self
        around = Entity(style, 0, self.size, language=language)
        return Styled(self.text, (around, *self.entities))

    def linked(self, url: str) -> "Styled":
        if not self.text:
            return self
        return Styled(self.text, (Entity("text_link", 0, self.size, url), *self.entities))

    def without(self, style: Style) -> "Styled":
        return Styled(self.text, tuple(each for each in self.entities if each.style != style))

    def part(self, start: int, end: int) -> "Styled":
        """The characters from `start` to `end`, counted as Python does."""
        text = self.text[start:end]
        first = units(self.text[:start])
        last = first + units(text)
        cut = (
            replace(
                each,
                offset=max(each.offset, first) - first,
                length=min(each.end, last) - max(each.offset, first),
            )
            for each in self.entities
            if each.offset < last and each.end > first
        )
        return Styled(text, tuple(cut))

    def stripped(self) -> "Styled":
        """Without white space around it, which Telegram would take away without moving entities."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def stripped_end(self) -> "Styled":
        return self.part(0, len(self.text.rstrip()))


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def moved(styled: Styled, by: int) -> tuple[Entity, ...]:
    return tuple(replace(each, offset=each.offset + by) for each in styled.entities)


def joined(parts: Iterable[Styled], between: str = "") -> Styled:
    texts: list[str] = []
    entities: list[Entity] = []
    at = 0
    for number, part in enumerate(parts):
        if number and between:
            texts.append(between)
            at += units(between)
        texts.append(part.text)
        entities += moved(part, at)
        at += part.size
    return Styled("".join(texts), tuple(entities))
