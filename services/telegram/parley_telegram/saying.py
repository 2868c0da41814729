"""What we say in a chat: texts with their entities, buttons, where it belongs. Pure."""

from dataclasses import dataclass, replace

from parley_shared.models import FileRef
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from parley_telegram.styled import Styled

DATA_LIMIT = 64  # bytes of a button's data
LABEL = 60  # characters of a button's label that a phone shows
RICH_AGAIN = "\n\n*↻ sent again*"
AGAIN = Styled("\n\n") + Styled("↻ sent again").within("italic")


@dataclass(frozen=True)
class Button:
    label: str
    data: str
    style: str | None = None  # "success" or "danger"


@dataclass(frozen=True)
class Saying:
    """`key` names what is said: said again under the same key, it is not sent twice.

    The buttons are under the last text. `document` is sent after the texts, `files` at the end.
    """

    key: str
    texts: tuple[Styled, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    thread_id: str | None = None
    reply_to: int | None = None
    silent: bool = False
    document: tuple[str, bytes] | None = None  # name, contents
    files: tuple[FileRef, ...] = ()
    rich: str | None = None  # Markdown that says the same as the texts, where rich messages are on
    asks_reply: bool = False


def write_title(title: str) -> Styled:
    """A line above what is said, where its thread is not seen otherwise."""
    return Styled(f"🧵 {title or 'another thread'}").within("bold") + Styled("\n")


def with_title(saying: Saying, title: str) -> Saying:
    first, *others = saying.texts
    return replace(saying, texts=(write_title(title) + first, *others), rich=None)


def write_entities(styled: Styled) -> list[MessageEntity]:
    return [
        MessageEntity(
            type=each.style,
            offset=each.offset,
            length=each.length,
            url=each.url,
            language=each.language,
        )
        for each in styled.entities
    ]


def write_buttons(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Without those whose data Telegram would not take."""
    keyboard = [
        [
            InlineKeyboardButton(text=each.label[:LABEL], callback_data=each.data, style=each.style)
            for each in row
            if len(each.data.encode()) <= DATA_LIMIT
        ]
        for row in rows
    ]
    kept = [row for row in keyboard if row]
    return InlineKeyboardMarkup(kept) if kept else None


def said_again(styled: Styled) -> Styled:
    """Marked: it may be there twice."""
    if styled.text.endswith(AGAIN.text.strip()):
        return styled
    return (styled + AGAIN).stripped()


def without_style(styled: Styled) -> Styled:
    return replace(styled, entities=())
