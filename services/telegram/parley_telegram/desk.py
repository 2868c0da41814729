"""What a chat's person sent goes to who does it: a message, a command, a press, a correction."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from parley_shared.bus import Bus
from parley_shared.models import BusyMode
from parley_shared.telegram import ChangeChat, ChatChange, FindSent

from parley_telegram.access import Seen
from parley_telegram.asking import insist
from parley_telegram.commands import STEER, read_command
from parley_telegram.correcting import correct
from parley_telegram.obeying import answer, obey
from parley_telegram.pressing import Presses
from parley_telegram.reacting import Reactions
from parley_telegram.talking import Fetch, Me, Tell, bring_in

EDIT = "edit:"  # begins the key of a message that asks for changed arguments
GONE = ("kicked", "left", "restricted")  # that the bot is now


class Desk:
    def __init__(
        self,
        bus: Bus,
        me: Me,
        tell: Tell,
        fetch: Fetch,
        presses: Presses,
        reactions: Reactions,
    ) -> None:
        self._reactions = reactions
        self._bus = bus
        self._me = me
        self._tell = tell
        self._fetch = fetch
        self._presses = presses

    async def do(self, seen: Sequence[Seen]) -> None:
        """Again it changes nothing more."""
        first = seen[0]
        match first.kind:
            case "callback_query":
                await self._presses.press(first)
            case "edited_message":
                await correct(self._bus, self._me, self._tell, first)
            case "stopped_message_generation":
                await self._presses.stop_draft(first)
            case "message_reaction":
                pass  # it says nothing to an agent; who may not write was turned away before
            case "my_chat_member":
                await self._note_membership(first)
            case "message":
                await self._hear(seen)

    async def _hear(self, seen: Sequence[Seen]) -> None:
        first = seen[0]
        if await self._is_edit(first):
            return
        text = str(first.content.get("text") or "")
        typed = read_command(text, self._me.username)
        if typed is not None and typed.name == STEER:
            return await self._steer(first, typed.rest)
        if typed is not None:
            said = await obey(self._bus, self._me, first, typed, text)
            if said is not None:
                return await self._tell(first.chat, said)
        await self._bring_in(seen)

    async def _steer(self, seen: Seen, text: str) -> None:
        """What is said joins the answer that runs."""
        if not text:
            hint = f"Write /{STEER} and what the answer that runs should know."
            return await self._tell(seen.chat, answer(seen, hint))
        seen = replace(seen, content={**seen.content, "text": text})
        await self._bring_in([seen], mode="steer")

    async def _bring_in(self, seen: Sequence[Seen], mode: BusyMode | None = None) -> None:
        first = seen[0]
        number = first.content.get("message_id")
        async with asyncio.TaskGroup() as tasks:
            if isinstance(number, int):
                tasks.create_task(self._reactions.show_heard(first.chat, number))
            await bring_in(self._bus, self._me, self._fetch, self._tell, seen, mode)

    async def _is_edit(self, seen: Seen) -> bool:
        """Whether it answers our message that asks for changed arguments."""
        answered = seen.content.get("reply_to_message")
        text = str(seen.content.get("text") or "")
        if not isinstance(answered, dict) or not text:
            return False
        number = answered.get("message_id")
        if not isinstance(number, int):
            return False
        key = (await insist(self._bus, FindSent(chat=seen.chat, external_id=number))).key or ""
        if not key.startswith(EDIT):
            return False
        await self._presses.edit_arguments(seen, key.removeprefix(EDIT).split(":")[0], text)
        return True

    async def _note_membership(self, seen: Seen) -> None:
        """Whoever blocked the bot is not written to until they write again."""
        now = seen.content.get("new_chat_member")
        if isinstance(now, dict) and now.get("status") in GONE:
            change = ChatChange(paused="the bot was blocked or removed")
            await insist(self._bus, ChangeChat(chat=seen.chat, change=change))
