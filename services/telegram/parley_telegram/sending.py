"""Sends what we say, each message once: what may have arrived is sent again only with a mark."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Literal, Protocol

from parley_shared import failpoints
from parley_shared.facts import phrase
from parley_shared.telegram import Sending
from telegram.error import TelegramError, TimedOut

from parley_telegram.faults import Fault, read_fault
from parley_telegram.gate import Gate, Gates
from parley_telegram.pieces import (
    NotTaken,
    Piece,
    TooLong,
    adapt,
    cut,
    cut_smaller,
    mark_again,
)
from parley_telegram.posting import Poster
from parley_telegram.saying import Saying
from parley_telegram.styled import Styled
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

PAUSES = (0.5, 30.0)  # seconds between two tries, first and longest
RICH_PART = 1_000  # among the parts of what is said: beyond all texts and files
SMALLER_PART, SMALLER_MOST = 2_000, 100  # those of what was cut again, for each part
NO_METHOD = "does not exist"  # in the library's words for a server that is too old
LEAVE_WITHIN = 10.0  # seconds
LONG_WAIT = 5.0  # seconds of waiting from which people are told

Outcome = Literal["sent", "unknown_after_send"]
Delayed = Callable[[str], Awaitable[None]]


class Records(Protocol):
    """What the store remembers of what was sent; and in tests, whoever plays it."""

    async def read(self, chat: str, key: str) -> dict[int, Sending]: ...

    async def keep(self, chat: str, key: str, thread_id: str | None, sending: Sending) -> None: ...


class Sender:
    def __init__(
        self,
        poster: Poster,
        gates: Gates,
        records: Records,
        *,
        resend: bool = True,
        rich: bool = False,
    ) -> None:
        self._poster = poster
        self._gates = gates
        self._records = records
        self._resend = resend
        self._rich = rich

    async def say(self, chat: str, saying: Saying, delayed: Delayed | None = None) -> Outcome:
        """Returns when all of it is in the chat.

        Raises TopicGone, ChatGone, ChatMoved, NotTaken.
        """
        known = await self._records.read(chat, saying.key)
        rich = await self._say_rich(chat, saying, known, delayed)
        outcomes = [rich] if rich is not None else []
        for part, piece in enumerate(cut(chat, saying)):
            if rich is None or piece.files:
                outcomes.append(await self._say_piece(piece, part, known.get(part), delayed))
        return "unknown_after_send" if "unknown_after_send" in outcomes else "sent"

    async def _say_rich(
        self, chat: str, saying: Saying, known: Mapping[int, Sending], delayed: Delayed | None
    ) -> Outcome | None:
        """None: it is to be said as texts, or was begun so; never in both ways."""
        before, preview = known.get(RICH_PART), known.get(0)
        if before is not None and before.state == "sent":
            return "sent"
        begun = preview is not None and preview.state in ("sending", "sent")
        if saying.rich is None or not self._rich or begun:
            return None
        piece = Piece(chat, Target.read(chat), Styled(""), saying, rich=saying.rich)
        if before is None and preview is not None and preview.state == "preview":
            before = preview
        try:
            return await self._say_piece(piece, RICH_PART, before, delayed)
        except NotTaken as refusal:
            logger.warning("a rich message was not taken", extra={"reason": str(refusal)})
            self._rich = self._rich and NO_METHOD not in str(refusal)
            return None

    async def _say_piece(
        self, piece: Piece, part: int, known: Sending | None, delayed: Delayed | None
    ) -> Outcome:
        try:
            return await self._say_whole(piece, part, known, delayed)
        except TooLong:
            return await self._say_smaller(piece, part, known, delayed)

    async def _say_smaller(
        self, piece: Piece, part: int, known: Sending | None, delayed: Delayed | None
    ) -> Outcome:
        """Each under a record of its own; where a preview was, the first takes its place."""
        records = await self._records.read(piece.chat, piece.saying.key)
        preview = known if known is not None and known.state == "preview" else None
        outcomes = []
        for number, smaller in enumerate(cut_smaller(piece)):
            own = SMALLER_PART + part * SMALLER_MOST + number
            before = records.get(own) or (None if number else preview)
            outcomes.append(await self._say_whole(smaller, own, before, delayed))
        await self._keep(piece, part, "sent", None)
        return "unknown_after_send" if "unknown_after_send" in outcomes else "sent"

    async def _say_whole(
        self, piece: Piece, part: int, known: Sending | None, delayed: Delayed | None
    ) -> Outcome:
        """Raises TooLong."""
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
        with suppress(TooLong):
            return await self._edit(cut(chat, saying)[0], sending.external_id, delayed)
        return False

    async def name_topic(self, chat: str, title: str) -> None:
        """As the thread in it is called. Losing it is harmless; the bot may not be allowed to."""
        target = Target.read(chat)
        call = partial(self._poster.name_topic, target, title)
        try:
            await self._gates.of(chat).beside(call)
        except TelegramError as error:
            logger.info("a topic was not named", extra={"reason": error.message})

    async def _keep(
        self, piece: Piece, part: int, state: Literal["sending", "sent"], number: int | None
    ) -> None:
        sending = Sending(part=part, state=state, external_id=number)
        saying = piece.saying
        await self._records.keep(piece.chat, saying.key, saying.thread_id, sending)

    async def _send(self, piece: Piece, part: int, unclear: bool, delayed: Delayed | None) -> bool:
        """Whether it may be there twice."""
        if unclear:
            mark_again(piece)
        tries = 0
        while True:
            try:
                call = partial(unhurried, partial(self._post_and_keep, piece, part))
                await self._gate(piece).call(call, told=_tell_wait(delayed))
                return unclear
            except TelegramError as error:
                fault = read_fault(error)
            _check_rich(piece, fault)
            if fault.meaning == "unclear":
                unclear = True
                mark_again(piece)
            elif fault.meaning not in ("not_sent", "token", "other_poller"):
                adapt(piece, fault)
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
            _check_rich(piece, fault)
            if fault.meaning in ("message_gone", "topic_gone", "refused"):
                logger.info("a message can't be edited", extra={"reason": fault.text})
                return False
            if fault.meaning in ("format", "chat_gone", "moved", "reply_gone", "too_long"):
                adapt(piece, fault)
                continue
            await _pause(tries, fault, delayed)
            tries += 1

    async def _put(self, piece: Piece, number: int) -> None:
        _break_line("edit.before")
        await self._poster.put(piece, number)
        _break_line("edit.after")

    def _gate(self, piece: Piece) -> Gate:
        return self._gates.of(piece.target.chat)

    async def _post_and_keep(self, piece: Piece, part: int) -> None:
        _break_line("send.before")
        number = await self._poster.post(piece)
        _break_line("send.after")
        await self._keep(piece, part, "sent", number)


def _break_line(point: str) -> None:
    """Raises TimedOut where a test wants to see what happens then."""
    if failpoints.reach(point):
        raise TimedOut(f"lost at {point}")


async def unhurried(do: Callable[[], Awaitable[None]]) -> None:
    """Whoever is asked to stop lets the call that is under way end, and notes that it did."""
    task = asyncio.ensure_future(do())
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=LEAVE_WITHIN)
        task.cancel()
        raise


def _check_rich(piece: Piece, fault: Fault) -> None:
    """Raises NotTaken: the same can be said as texts."""
    if piece.rich is not None and fault.meaning in ("refused", "format", "too_long", "token"):
        raise NotTaken(fault.text)


def _tell_wait(delayed: Delayed | None) -> Callable[[float], Awaitable[None]]:
    async def told(seconds: float) -> None:
        logger.warning("Telegram makes a chat wait", extra={"seconds": round(seconds, 1)})
        if delayed is not None and seconds >= LONG_WAIT:
            await delayed(
                phrase(
                    "telegram_wants_pause",
                    "Telegram takes nothing more for {wait} s",
                    wait=round(seconds),
                )
            )

    return told


async def _pause(tries: int, fault: Fault, delayed: Delayed | None) -> None:
    logger.warning("Telegram was not reached", extra={"reason": fault.text, "tries": tries + 1})
    if tries == 3 and delayed is not None:
        await delayed(phrase("telegram_away", "Telegram can't be reached"))
    longest = min(PAUSES[0] * 2.0**tries, PAUSES[1])
    await asyncio.sleep(longest * random.uniform(0.5, 1.0))
