"""The messages that one saying becomes, and how each changes when Telegram refuses it."""

import logging
from dataclasses import dataclass, replace

from parley_shared.models import FileRef

from parley_telegram.attaching import group_files, is_picture
from parley_telegram.faults import Fault
from parley_telegram.saying import RICH_AGAIN, Saying, said_again, without_style
from parley_telegram.styled import Styled
from parley_telegram.target import Target

logger = logging.getLogger(__name__)


class ChatGone(Exception):
    """Nothing can be sent to this chat; the text says why."""


class NotTaken(Exception):
    """Telegram refuses this message, and would again; the text says why."""


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


def mark_again(piece: Piece) -> None:
    """It may be there twice."""
    if piece.rich is None:
        piece.styled = said_again(piece.styled)
    elif not piece.rich.endswith(RICH_AGAIN):
        piece.rich += RICH_AGAIN


def adapt(piece: Piece, fault: Fault) -> None:
    """So that the next try may succeed. Raises ChatGone, ChatMoved, NotTaken."""
    match fault.meaning:
        case "format" if piece.styled.entities:
            logger.warning("entities were not taken", extra={"reason": fault.text})
            piece.styled = without_style(piece.styled)
        case "reply_gone" if piece.saying.reply_to is not None:
            piece.saying = replace(piece.saying, reply_to=None)
        case "topic_gone" if piece.target.topic_id is not None:
            piece.target = Target(piece.target.chat_id)
        case "file" | "refused" if piece.files:
            _adapt_files(piece, fault)
        case "too_long" if piece.document is None and piece.rich is None:
            piece.document = ("answer.md", piece.styled.text.encode())
            piece.styled = Styled("")
        case "moved" if fault.chat_id is not None:
            raise ChatMoved(fault.chat_id)
        case "chat_gone":
            raise ChatGone(fault.text)
        case _:
            raise NotTaken(fault.text)


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
