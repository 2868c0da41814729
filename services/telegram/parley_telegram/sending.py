"""Sends what we say, each message once: what may have arrived is sent again only with a mark."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Protocol

from parley_shared.telegram import Sending
from telegram import Bot, ForceReply, InputFile, LinkPreviewOptions, Message, ReplyParameters
from telegram.error import TelegramError

from parley_telegram.faults import Fault, read_fault
from parley_telegram.gate import Gate, Gates
from parley_telegram.saying import (
    Saying,
    said_again,
    without_style,
    write_buttons,
    write_entities,
)
from parley_telegram.styled import Styled
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

PAUSES = (0.5, 30.0)  # seconds between two tries, first and longest
LEAVE_WITHIN = 10.0  # seconds
LONG_WAIT = 5.0  # seconds of waiting from which people are told
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Outcome = Literal["sent", "unknown_after_send"]
Delayed = Callable[[str], Awaitable[None]]


class ChatGone(Exception):
    """Nothing can be sent to this chat; the text says why."""


class ChatMoved(Exception):
    """The group has the number `chat_id` now."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(f"the group has the number {chat_id} now")
        self.chat_id = chat_id


class Records(Protocol):
    """What the store remembers of what was sent; and in tests, whoever plays it."""

    async def read(self, chat: str, key: str) -> dict[int, Sending]: ...

    async def keep(self, chat: str, key: str, thread_id: str | None, sending: Sending) -> None: ...


@dataclass
class Piece:
    """One message on its way, as it changes from try to try."""

    chat: str  # as it is asked for; the target may change
    target: Target
    styled: Styled
    saying: Saying
    is_last: bool
    document: tuple[str, bytes] | None = None


class Sender:
    def __init__(self, bot: Bot, gates: Gates, records: Records, *, resend: bool = True) -> None:
        self._bot = bot
        self._gates = gates
        self._records = records
        self._resend = resend

    async def say(self, chat: str, saying: Saying, delayed: Delayed | None = None) -> Outcome:
        """Returns when all of it is in the chat. Raises ChatGone, ChatMoved."""
        known = await self._records.read(chat, saying.key)
        outcomes = [
            await self._say_piece(piece, part, known.get(part), delayed)
            for part, piece in enumerate(_cut(chat, saying))
        ]
        return "unknown_after_send" if "unknown_after_send" in outcomes else "sent"

    async def _say_piece(
        self, piece: Piece, part: int, known: Sending | None, delayed: Delayed | None
    ) -> Outcome:
        if known is not None and known.state == "sent":
            return "sent"
        preview = known.external_id if known is not None and known.state == "preview" else None
        if preview is not None and await self._edit(piece, preview, delayed):
            await self._keep(piece, part, "sent", preview)
            return "sent"
        unclear = known is not None and known.state == "sending"
        if unclear and not self._resend:
            await self._keep(piece, part, "sent", None)
            return "unknown_after_send"
        await self._keep(piece, part, "sending", None)
        twice = await self._send(piece, part, unclear, delayed)
        return "unknown_after_send" if twice else "sent"

    async def replace(
        self,
        chat: str,
        saying: Saying,
        what: Literal["sent", "preview"],
        delayed: Delayed | None = None,
    ) -> bool:
        """Puts it in the place of what was sent under its key; False if nothing was, or is."""
        sending = (await self._records.read(chat, saying.key)).get(0)
        if sending is None or sending.state != what or sending.external_id is None:
            return False
        return await self._edit(_cut(chat, saying)[0], sending.external_id, delayed)

    async def _keep(
        self, piece: Piece, part: int, state: Literal["sending", "sent"], number: int | None
    ) -> None:
        sending = Sending(part=part, state=state, external_id=number)
        saying = piece.saying
        await self._records.keep(piece.chat, saying.key, saying.thread_id, sending)

    async def _send(self, piece: Piece, part: int, unclear: bool, delayed: Delayed | None) -> bool:
        """Whether it may be there twice."""
        if unclear:
            piece.styled = said_again(piece.styled)
        tries = 0
        while True:
            try:
                call = partial(unhurried, partial(self._post_and_keep, piece, part))
                await self._gate(piece).call(call, told=_tell_wait(delayed))
                return unclear
            except TelegramError as error:
                fault = read_fault(error)
            if fault.meaning == "unclear":
                unclear = True
                piece.styled = said_again(piece.styled)
            elif fault.meaning not in ("not_sent", "token", "other_poller"):
                _adapt(piece, fault)
                continue
            await _pause(tries, fault, delayed)
            tries += 1

    async def _edit(self, piece: Piece, number: int, delayed: Delayed | None) -> bool:
        """However often it is tried it is there once. False if the message can't be edited."""
        tries = 0
        while True:
            try:
                call = partial(self._put, piece, number)
                await self._gate(piece).call(call, told=_tell_wait(delayed))
                return True
            except TelegramError as error:
                fault = read_fault(error)
            if fault.meaning == "unchanged":
                return True
            if fault.meaning in ("message_gone", "topic_gone", "refused", "too_long"):
                logger.info("a message can't be edited", extra={"reason": fault.text})
                return False
            if fault.meaning in ("format", "chat_gone", "moved", "reply_gone"):
                _adapt(piece, fault)
                continue
            await _pause(tries, fault, delayed)
            tries += 1

    def _gate(self, piece: Piece) -> Gate:
        return self._gates.of(piece.target.chat)

    async def _post_and_keep(self, piece: Piece, part: int) -> None:
        message = await self._post(piece)
        await self._keep(piece, part, "sent", message.message_id)

    async def _post(self, piece: Piece) -> Message:
        saying, target = piece.saying, piece.target
        reply = None
        if saying.reply_to is not None:
            reply = ReplyParameters(saying.reply_to, allow_sending_without_reply=True)
        markup = write_buttons(saying.buttons) if piece.is_last else None
        if piece.document is not None:
            name, contents = piece.document
            return await self._bot.send_document(
                target.chat_id,
                InputFile(contents, filename=name),
                message_thread_id=target.topic_id,
                disable_notification=saying.silent,
                reply_markup=markup,
            )
        return await self._bot.send_message(
            target.chat_id,
            piece.styled.text,
            entities=write_entities(piece.styled),
            message_thread_id=target.topic_id,
            reply_parameters=reply,
            reply_markup=ForceReply() if saying.asks_reply else markup,
            disable_notification=saying.silent,
            link_preview_options=NO_PREVIEW,
        )

    async def _put(self, piece: Piece, number: int) -> Message | bool:
        return await self._bot.edit_message_text(
            piece.styled.text,
            piece.target.chat_id,
            number,
            entities=write_entities(piece.styled),
            reply_markup=write_buttons(piece.saying.buttons) if piece.is_last else None,
            link_preview_options=NO_PREVIEW,
        )


async def unhurried(do: Callable[[], Awaitable[None]]) -> None:
    """Whoever is asked to stop lets the call that is under way end, and notes that it did."""
    task = asyncio.ensure_future(do())
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=LEAVE_WITHIN)
        task.cancel()
        raise


def _cut(chat: str, saying: Saying) -> list[Piece]:
    target = Target.read(chat)
    pieces = [Piece(chat, target, styled, saying, is_last=False) for styled in saying.texts]
    pieces[-1].is_last = True
    if saying.document is not None:
        pieces.append(Piece(chat, target, Styled(""), saying, False, saying.document))
    return pieces


def _adapt(piece: Piece, fault: Fault) -> None:
    """So that the next try may succeed. Raises ChatGone, ChatMoved."""
    match fault.meaning:
        case "format" if piece.styled.entities:
            logger.warning("entities were not taken", extra={"reason": fault.text})
            piece.styled = without_style(piece.styled)
        case "reply_gone" if piece.saying.reply_to is not None:
            piece.saying = replace(piece.saying, reply_to=None)
        case "topic_gone" if piece.target.topic_id is not None:
            piece.target = Target(piece.target.chat_id)
        case "too_long" if piece.document is None:
            piece.document = ("answer.md", piece.styled.text.encode())
        case "moved" if fault.chat_id is not None:
            raise ChatMoved(fault.chat_id)
        case _:
            raise ChatGone(fault.text)


def _tell_wait(delayed: Delayed | None) -> Callable[[float], Awaitable[None]]:
    async def told(seconds: float) -> None:
        logger.warning("Telegram makes a chat wait", extra={"seconds": round(seconds, 1)})
        if delayed is not None and seconds >= LONG_WAIT:
            await delayed(f"Telegram takes nothing more for {seconds:.0f} s")

    return told


async def _pause(tries: int, fault: Fault, delayed: Delayed | None) -> None:
    logger.warning("Telegram was not reached", extra={"reason": fault.text, "tries": tries + 1})
    if tries == 3 and delayed is not None:
        await delayed("Telegram can't be reached")
    longest = min(PAUSES[0] * 2.0**tries, PAUSES[1])
    await asyncio.sleep(longest * random.uniform(0.5, 1.0))
