"""Tells reasoning from text where a model writes both into one stream: `<think>…</think>`."""

from typing import Literal

OPEN, CLOSE = "<think>", "</think>"


class ThinkSplitter:
    """Only a tag that opens the reply counts: later ones are what the model talks about."""

    def __init__(self) -> None:
        # Before the tag, in the gap behind it, inside, in the gap behind its end, after.
        self._state: Literal["before", "opened", "inside", "closed", "after"] = "before"
        self._held = ""

    def feed(self, text: str) -> tuple[str, str]:
        """The text and the reasoning that `text` brings; what may become a tag is held back."""
        self._held += text
        said = reasoned = ""
        if self._state == "before":
            self._open()
        if self._state == "opened":
            self._skip_gap("inside")
        if self._state == "inside":
            reasoned = self._reason()
        if self._state == "closed":
            self._skip_gap("after")
        if self._state == "after":
            said, self._held = self._held, ""
        return said, reasoned

    def end(self) -> tuple[str, str]:
        """What was still held back when the stream ended."""
        held, self._held = self._held, ""
        return ("", held) if self._state == "inside" else (held, "")

    def _open(self) -> None:
        start = self._held.lstrip()
        if start.startswith(OPEN):
            self._state, self._held = "opened", start[len(OPEN) :]
        elif not OPEN.startswith(start):
            self._state = "after"

    def _skip_gap(self, following: Literal["inside", "after"]) -> None:
        self._held = self._held.lstrip()
        if self._held:
            self._state = following

    def _reason(self) -> str:
        reasoned, closed, rest = self._held.partition(CLOSE)
        if closed:
            self._state, self._held = "closed", rest
            return reasoned
        cut = len(self._held) - _length_of_beginning(self._held, CLOSE)
        reasoned, self._held = self._held[:cut], self._held[cut:]
        return reasoned


def without_thoughts(text: str) -> str:
    """A whole reply."""
    splitter = ThinkSplitter()
    return splitter.feed(text)[0] + splitter.end()[0]


def _length_of_beginning(text: str, tag: str) -> int:
    """How many characters at the end of `text` may be the beginning of `tag`."""
    sizes = range(min(len(tag) - 1, len(text)), 0, -1)
    return next((size for size in sizes if text.endswith(tag[:size])), 0)
