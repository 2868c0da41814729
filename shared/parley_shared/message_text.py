"""What a message may say: not nothing, and not more than one message carries. Pure."""

from collections.abc import Sequence

from parley_shared.errors import EmptyMessage, TooLong
from parley_shared.facts import phrase
from parley_shared.models import TEXT_LIMIT, FileRef


def check_text(text: str, attachments: Sequence[FileRef] = ()) -> None:
    """A file says enough without a word. Raises EmptyMessage, TooLong."""
    if not text.strip() and not attachments:
        raise EmptyMessage(phrase("empty_message", "a message needs some text"))
    check_size(text)


def check_size(text: str, what: str = "message") -> None:
    """`what` is of the size of a message at most, an answer or arguments. Raises TooLong."""
    size = len(text.encode())
    if size > TEXT_LIMIT:
        raise TooLong(
            phrase(
                f"{what}_too_long",
                "the {what} may have {most} bytes and would have {size}",
                what=what,
                most=TEXT_LIMIT,
                size=size,
            )
        )
