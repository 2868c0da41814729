"""The messages that one saying becomes, and how each changes when Telegram refuses it."""

import logging
from dataclasses import dataclass, replace

from parley_shared.models import FileRef

from parley_telegram.attaching import group_files, is_picture
from parley_telegram.chunks import split_styled
from parley_telegram.faults import Fault
from parley_telegram.saying import RICH_AGAIN, Saying, said_again, without_style
from parley_telegram.styled import Styled
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

SMALLER = 3_500  # UTF-16 units, where Telegram calls too long what we thought it takes


class ChatGone(Exception):
    """Nothing can be sent to this chat; the text says why."""


class NotTaken(Exception):
    """Telegram refuses this message, and would again; the text says why."""


class TopicGone(Exception):
    """The chat is there, and the topic in it is not."""


class TooLong(Exception):
    """Telegram takes it in smaller pieces."""


class ChatMoved(Exception):
    """The group has the number `chat_id` now."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(f"the group has the number {chat_id} now")
        self.chat_id = chat_id


@dataclass
class Piece:
    """One message on its way, as it changes from try to try; an album counts as one."""

    chat: str  # as it is asked for; the target may change
    target: Target
    styled: Styled  # of files the caption
    saying: Saying
    is_last: bool = False  # of the texts
    document: tuple[str, bytes] | None = None
    files: tuple[FileRef, ...] = ()
    is_album: bool = False  # of pictures, shown as such
    rich: str | None = None  # instead of all texts
    is_smaller: bool = False  # cut again, for it was too long


def cut(chat: str, saying: Saying) -> list[Piece]:
    target = Target.read(chat)
    pieces = [Piece(chat, target, styled, saying) for styled in saying.texts]
    pieces[-1].is_last = True
    if saying.document is not None:
        pieces.append(Piece(chat, target, Styled(""), saying, document=saying.document))
    for files in group_files(saying.files):
        shown = is_picture(files[0])
        pieces.append(Piece(chat, target, Styled(""), saying, files=files, is_album=shown))
    return pieces


def cut_smaller(piece: Piece) -> list[Piece]:
    size = piece.styled.size
    texts = split_styled(piece.styled, SMALLER if size > SMALLER else size // 2)
    pieces = [replace(piece, styled=each, is_smaller=True, is_last=False) for each in texts]
    pieces[-1].is_last = piece.is_last
    return pieces


def mark_again(piece: Piece) -> None:
    """It may be there twice."""
    if piece.rich is None:
        piece.styled = said_again(piece.styled)
    elif not piece.rich.endswith(RICH_AGAIN):
        piece.rich += RICH_AGAIN


def adapt(piece: Piece, fault: Fault) -> None:
    """So that the next try may succeed.

    Raises TooLong, TopicGone, ChatGone, ChatMoved, NotTaken.
    """
    match fault.meaning:
        case "format" if piece.styled.entities:
            logger.warning("entities were not taken", extra={"reason": fault.text})
            piece.styled = without_style(piece.styled)
        case "reply_gone" if piece.saying.reply_to is not None:
            piece.saying = replace(piece.saying, reply_to=None)
        case "topic_gone" if piece.target.topic_id is not None:
            raise TopicGone(fault.text)
        case "file" | "refused" if piece.files:
            _adapt_files(piece, fault)
        case "too_long" if piece.document is None and piece.rich is None:
            _adapt_long(piece, fault)
        case "moved" if fault.chat_id is not None:
            raise ChatMoved(fault.chat_id)
        case "chat_gone":
            raise ChatGone(fault.text)
        case _:
            raise NotTaken(fault.text)


def _adapt_long(piece: Piece, fault: Fault) -> None:
    if not piece.is_smaller and piece.styled.size > 1:
        raise TooLong(fault.text)
    piece.document = ("answer.md", piece.styled.text.encode())
    piece.styled = Styled("")


def _adapt_files(piece: Piece, fault: Fault) -> None:
    if piece.is_album:
        piece.is_album = False
        return
    logger.warning("files were not taken", extra={"reason": fault.text})
    give_up_files(piece, "Telegram does not take it")


def give_up_files(piece: Piece, why: str) -> None:
    """What can't be sent is named."""
    names = ", ".join(file.name for file in piece.files)
    piece.styled, piece.files = Styled(f"📎 {names}: {why}."), ()
