"""What a message may say: not nothing, and not more than one message carries. Pure."""

from collections.abc import Sequence
from typing import Literal

from parley_shared.errors import EmptyMessage, TooLong
from parley_shared.fact_names import FactName
from parley_shared.facts import phrase
from parley_shared.models import TEXT_LIMIT, FileRef

Sized = Literal["message", "answer", "arguments"]

TOO_LONG: dict[Sized, FactName] = {
    "message": "message_too_long",
    "answer": "answer_too_long",
    "arguments": "arguments_too_long",
}


def check_text(text: str, attachments: Sequence[FileRef] = ()) -> None:
    """A file says enough without a word. Raises EmptyMessage, TooLong."""
    if not text.strip() and not attachments:
        raise EmptyMessage(phrase("empty_message", "a message needs some text"))
    check_size(text)


def check_size(text: str, what: Sized = "message") -> None:
    """Answers and arguments may be as long as a message. Raises TooLong."""
    size = len(text.encode())
    if size > TEXT_LIMIT:
        raise TooLong(
            phrase(
                TOO_LONG[what],
                "the {what} may have {most} bytes and would have {size}",
                what=what,
                most=TEXT_LIMIT,
                size=size,
            )
        )
