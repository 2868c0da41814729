"""What happens when a button is pressed. Telegram gets exactly one answer to each press."""

import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Literal

from parley_shared.bus import Bus
from parley_shared.commands import AnswerQuery, Decide, RetryMessage, StopThread
from parley_shared.errors import BadInput, NothingRuns, ParleyError
from parley_shared.models import Approval, Query
from parley_shared.store import GetChat, GetOpenRequests
from parley_shared.telegram import ChangeChat, ChatChange, FindSent
from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.access import Seen
from parley_telegram.asking import insist
from parley_telegram.commands import read_command
from parley_telegram.data import (
    PressedAllow,
    PressedApproval,
    PressedChoice,
    PressedCommand,
    PressedRetry,
    PressedStop,
    read_data,
    write_choice,
)
from parley_telegram.faults import read_fault
from parley_telegram.gate import Gates
from parley_telegram.obeying import obey
from parley_telegram.saying import Button, Saying, write_buttons, write_entities
from parley_telegram.styled import Styled
from parley_telegram.talking import Me, Tell
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

TOAST = 200  # characters of an answer to a press
EDITED = 3_000  # characters of arguments that can be edited by answering
TURNED = ("threads",)  # commands whose answer takes the place of the one that led to it
GONE = "This was decided already, or its time is over."

FindDraft = Callable[[str, int], str | None]
Toast = tuple[str, bool]  # what is shown, and whether it has to be closed by hand


class Presses:
    def __init__(
        self, bus: Bus, bot: Bot, gates: Gates, me: Me, tell: Tell, find_draft: FindDraft
    ) -> None:
        self._gates = gates
        self._find_draft = find_draft
        self._bus = bus
        self._bot = bot
        self._me = me
        self._tell = tell

    async def press(self, seen: Seen) -> None:
        try:
            text, alert = await self._do(seen)
        except ParleyError as error:
            text, alert = str(error), True
        await self._answer(seen, text, alert)

    async def stop_draft(self, seen: Seen) -> None:
        """Telegram's own button at a draft; after a restart the chat's thread is meant."""
        draft_id = seen.content.get("draft_id")
        thread_id = self._find_draft(seen.chat, draft_id) if isinstance(draft_id, int) else None
        if thread_id is None:
            chat = await insist(self._bus, GetChat(channel="telegram", chat=seen.chat))
            thread_id = chat.thread_id
        if thread_id is not None:
            await self._stop(seen, thread_id)

    async def edit_arguments(self, seen: Seen, approval_id: str, text: str) -> None:
        """The answer to "✏️ Edit": arguments as JSON."""
        try:
            arguments = json.loads(text.strip().strip("`"))
            if not isinstance(arguments, dict):
                raise ValueError("it is no JSON object")
            question = Decide(
                approval_id=approval_id,
                decision="approve_edited",
                arguments=arguments,
                by=seen.name,
                surface="telegram",
            )
            await insist(self._bus, question, service="gateway")
        except (ValueError, ParleyError) as error:
            saying = Saying(
                key=f"edit:{approval_id}:{seen.update_id}",
                texts=(Styled(f"⚠️ That can't be used: {error}. Answer with the JSON again."),),
                asks_reply=True,
            )
            await self._tell(seen.chat, saying)

    async def _do(self, seen: Seen) -> Toast:
        match read_data(str(seen.content.get("data") or "")):
            case PressedApproval(approval_id, choice):
                if choice == "e":
                    return await self._offer_edit(seen, approval_id)
                return await self._decide(seen, approval_id, choice)
            case PressedChoice() as pressed:
                return await self._choose(seen, pressed)
            case PressedRetry(message_id):
                return await self._retry(seen, message_id)
            case PressedStop(thread_id):
                return await self._stop(seen, thread_id)
            case PressedCommand(text):
                return await self._obey(seen, text)
            case PressedAllow(chat):
                return await self._allow(seen, chat)
        await self._take_buttons(seen)
        return "This button is too old.", True

    async def _retry(self, seen: Seen, message_id: str) -> Toast:
        retry_id = f"tg{self._me.bot_id}.{_number_of(seen)}.{seen.chat}"
        question = RetryMessage(message_id=message_id, retry_id=retry_id)
        await insist(self._bus, question, service="gateway")
        await self._take_buttons(seen)
        return "Trying again", False

    async def _allow(self, seen: Seen, chat: str) -> Toast:
        await insist(self._bus, ChangeChat(chat=chat, change=ChatChange(allowed=True)))
        await self._take_buttons(seen)
        return "The group is open", False

    async def _decide(self, seen: Seen, approval_id: str, choice: Literal["y", "n", "t"]) -> Toast:
        question = Decide(
            approval_id=approval_id,
            decision="deny" if choice == "n" else "approve",
            remember="thread" if choice == "t" else "once",
            by=seen.name,
            surface="telegram",
        )
        try:
            await insist(self._bus, question, service="gateway")
        except ParleyError:
            await self._take_buttons(seen)
            raise
        await self._leave_copy(seen)
        return "Rejected" if choice == "n" else "Approved", False

    async def _offer_edit(self, seen: Seen, approval_id: str) -> Toast:
        approval = await self._find(approval_id)
        if not isinstance(approval, Approval):
            await self._take_buttons(seen)
            return GONE, True
        written = json.dumps(approval.arguments, indent=2, ensure_ascii=False)
        if len(written) > EDITED:
            return "These arguments are too long to be edited here: use the browser.", True
        text = Styled("✏️ Answer this message with the changed JSON:\n")
        saying = Saying(
            key=f"edit:{approval_id}",
            texts=(text + Styled(written).within("pre", "json"),),
            asks_reply=True,
        )
        await self._tell(seen.chat, saying)
        return "Answer with the changed JSON", False

    async def _choose(self, seen: Seen, pressed: PressedChoice) -> Toast:
        query = await self._find(pressed.question_id)
        if not isinstance(query, Query):
            await self._take_buttons(seen)
            return GONE, True
        ticked = _read_ticks(seen)
        if pressed.many and pressed.number is not None:
            ticked ^= {pressed.number}
            await self._show_ticks(seen, query, ticked)
            return "", False
        chosen = sorted(ticked) if pressed.number is None else [pressed.number]
        answers = tuple(query.options[each].value for each in chosen if each < len(query.options))
        if not answers:
            raise BadInput("choose at least one")
        question = AnswerQuery(
            question_id=query.id, answers=answers, by=seen.name, surface="telegram"
        )
        await insist(self._bus, question, service="gateway")
        await self._leave_copy(seen)
        return "Answered", False

    async def _stop(self, seen: Seen, thread_id: str) -> Toast:
        stop_id = f"tg{self._me.bot_id}.{seen.update_id}"
        question = StopThread(thread_id=thread_id, stop_id=stop_id)
        try:
            await insist(self._bus, question, service="gateway")
        except NothingRuns:
            return "Nothing runs any longer.", False
        return "Stopped", False

    async def _obey(self, seen: Seen, text: str) -> Toast:
        typed = read_command(text, self._me.username)
        said = await obey(self._bus, self._me, seen, typed, text) if typed else None
        if said is None:
            return "This button is too old.", True
        if typed is None or typed.name not in TURNED or not await self._put(seen, said):
            await self._tell(seen.chat, said)
        return "", False

    async def _put(self, seen: Seen, said: Saying) -> bool:
        """In the place of what the button was under."""
        call = partial(
            self._bot.edit_message_text,
            said.texts[0].text,
            Target.read(seen.chat).chat_id,
            _number_of(seen),
            entities=write_entities(said.texts[0]),
            reply_markup=write_buttons(said.buttons),
        )
        try:
            return bool(await self._gates.of(seen.chat).beside(call))
        except TelegramError as error:
            return read_fault(error).meaning == "unchanged"

    async def _find(self, request_id: str) -> Approval | Query | None:
        found = await insist(self._bus, GetOpenRequests(request_id=request_id))
        both: tuple[Approval | Query, ...] = (*found.approvals, *found.queries)
        return next((each for each in both if each.id == request_id), None)

    async def _show_ticks(self, seen: Seen, query: Query, ticked: set[int]) -> None:
        rows = [
            (
                Button(
                    ("☑ " if number in ticked else "☐ ") + option.label,
                    write_choice(query.id, number, True),
                ),
            )
            for number, option in enumerate(query.options[:50])
        ]
        rows.append((Button("Done", write_choice(query.id, None, True), "success"),))
        await self._set_buttons(seen, tuple(rows))

    async def _leave_copy(self, seen: Seen) -> None:
        """Of what was sent twice only the copy that is known is told what became of it."""
        question = FindSent(chat=seen.chat, external_id=_number_of(seen))
        if (await insist(self._bus, question)).key is None:
            await self._take_buttons(seen)

    async def _take_buttons(self, seen: Seen) -> None:
        await self._set_buttons(seen, ())

    async def _set_buttons(self, seen: Seen, rows: tuple[tuple[Button, ...], ...]) -> None:
        target, number = Target.read(seen.chat), _number_of(seen)
        call = partial(
            self._bot.edit_message_reply_markup,
            target.chat_id,
            number,
            reply_markup=write_buttons(rows),
        )
        await _try(partial(self._gates.of(seen.chat).beside, call))

    async def _answer(self, seen: Seen, text: str, alert: bool) -> None:
        query_id = str(seen.content.get("id") or "")
        call = partial(
            self._bot.answer_callback_query, query_id, text=text[:TOAST], show_alert=alert
        )
        await _try(partial(self._gates.of(seen.chat).beside, call))


def _number_of(seen: Seen) -> int:
    return int(seen.content["message"]["message_id"])


def _read_ticks(seen: Seen) -> set[int]:
    """From the buttons themselves, as Telegram sends them with the press."""
    markup = seen.content["message"].get("reply_markup") or {}
    ticked: set[int] = set()
    for row in markup.get("inline_keyboard") or []:
        for button in row:
            pressed = read_data(str(button.get("callback_data") or ""))
            is_ticked = str(button.get("text") or "").startswith("☑")
            if isinstance(pressed, PressedChoice) and pressed.number is not None and is_ticked:
                ticked.add(pressed.number)
    return ticked


async def _try(call: Callable[[], Awaitable[Any]]) -> None:  # whatever Telegram answers
    """Losing it is harmless: the press itself has done its work."""
    try:
        await call()
    except TelegramError as error:
        logger.info("a press was not answered", extra={"reason": error.message})
