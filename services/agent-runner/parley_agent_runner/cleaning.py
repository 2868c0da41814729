"""Cleans what a server streams of halves of characters, which nobody can write down."""

from collections.abc import Hashable

FIRST_HALVES = ("\ud800", "\udbff")  # from, to


def clean(text: str) -> str:
    """Halves that belong together become their character, others the sign for a broken one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class Joiner:
    """Cleans a stream whose server may cut a character in half between two chunks."""

    def __init__(self) -> None:
        self._held: dict[Hashable, str] = {}

    def join(self, place: Hashable, text: str) -> str:
        """A first half at the end waits for more of the same `place`, such as the reasoning."""
        if not text:
            return ""
        text = self._held.pop(place, "") + text
        if FIRST_HALVES[0] <= text[-1] <= FIRST_HALVES[1]:
            self._held[place], text = text[-1], text[:-1]
        return clean(text)
