"""Shows answers while they grow: one message for each turn, edited in place; typing before that."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from functools import partial

from parley_shared.agent_view import AgentView
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.ids import answer_id
from parley_shared.models import Model
from parley_shared.store import GetView
from parley_shared.subjects import ALL_LIVE, thread_of
from parley_shared.telegram import (
    ChatSettings,
    FindAudience,
    GetNextDelivery,
    MarkSending,
    Sending,
)
from parley_shared.view import apply, read_event
from pydantic import ValidationError
from telegram import Bot
from telegram.error import TelegramError

from parley_telegram.gate import Gates
from parley_telegram.growing import write_preview
from parley_telegram.lanes import Lanes
from parley_telegram.posting import NO_PREVIEW
from parley_telegram.records import StoreRecords
from parley_telegram.saying import Saying, write_buttons, write_entities
from parley_telegram.target import Target

logger = logging.getLogger(__name__)

LOOK = 0.25  # seconds between two looks whether a preview has changed
TYPING = 4.0  # seconds; Telegram shows it for five
STARTED = "turn-started"
BEGINS = ("turn-started", "text-", "reasoning-", "tool-")  # kinds of a turn that runs
SILENT = 600.0  # seconds without an event after which typing ends


class Head(Model):
    """What is read of an event before it is known whether anybody wants it."""

    turn_id: str | None = None


@dataclass
class Preview:
    """A turn's answer in one chat. `number` is Telegram's of the message, once there is one."""

    settings: ChatSettings
    number: int | None = None
    shown: Saying | None = None
    began: bool = False
    closed: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class Watched:
    """A thread with a turn that runs now."""

    view: AgentView
    turn_id: str | None = None
    previews: dict[str, Preview] = field(default_factory=dict)
    task: asyncio.Task[None] | None = None
    heard_at: float = 0.0


class Live:
    def __init__(self, bus: Bus, bot: Bot, gates: Gates, records: StoreRecords) -> None:
        self._bus = bus
        self._bot = bot
        self._gates = gates
        self._records = records
        self._threads: dict[str, Watched] = {}
        self._ignored: set[str] = set()  # threads whose turn no chat sees
        self._lanes: Lanes[bytes] = Lanes(self._take)
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Never returns."""
        listening = await self._bus.listen(ALL_LIVE, self._hear)
        try:
            await self._lanes.run()
        finally:
            await listening.stop()
            for task in self._tasks:
                task.cancel()

    async def close(self, chat: str, key: str) -> None:
        """Nothing more is shown of this answer: what it ends with is about to take its place."""
        for watched in self._threads.values():
            if watched.turn_id is None or answer_id(watched.turn_id) != key:
                continue
            preview = watched.previews.get(chat)
            if preview is not None:
                preview.closed = True
                async with preview.lock:  # a call that is under way ends first
                    pass

    async def _hear(self, subject: str, body: bytes) -> None:
        thread_id, kind = thread_of(subject), subject.rsplit(".", 1)[-1]
        if kind == STARTED:
            self._ignored.discard(thread_id)
        known = thread_id in self._threads or thread_id in self._lanes
        if known or (kind.startswith(BEGINS) and thread_id not in self._ignored):
            self._lanes.give(thread_id, body)

    async def _take(self, thread_id: str, bodies: list[bytes]) -> None:
        """Events that are lost here cost a preview at most: the answer comes another way."""
        try:
            watched = self._threads.get(thread_id)
            if watched is None:
                watched = await self._begin(thread_id, bodies[0])
            if watched is None:
                return
            for body in bodies:
                with contextlib.suppress(ValidationError):
                    watched.view = apply(watched.view, read_event(body))
            if watched.view.metadata.gap:
                watched.view = (await self._bus.ask(GetView(thread_id=thread_id))).view
            watched.heard_at = asyncio.get_running_loop().time()
            await self._follow_turn(thread_id, watched)
        except ParleyError as error:
            self._threads.pop(thread_id, None)
            logger.info("an answer is not shown live", extra={"reason": str(error)})

    async def _begin(self, thread_id: str, body: bytes) -> Watched | None:
        """None if no chat sees the turn: then its events are let pass until the next one begins."""
        turn_id = Head.model_validate_json(body).turn_id
        question = FindAudience(thread_id=thread_id, turn_id=turn_id or "")
        if turn_id is None or not (await self._bus.ask(question)).chats:
            self._ignored.add(thread_id)
            return None
        view = (await self._bus.ask(GetView(thread_id=thread_id))).view
        watched = self._threads[thread_id] = Watched(view)
        return watched

    async def _follow_turn(self, thread_id: str, watched: Watched) -> None:
        turn = watched.view.runtime_context.turn
        now = turn.turn_id if turn is not None and turn.state == "running" else None
        if now is None and turn is None:
            self._threads.pop(thread_id, None)
        if now == watched.turn_id:
            return
        watched.turn_id = now
        watched.previews = {}
        if now is None:
            return
        found = await self._bus.ask(FindAudience(thread_id=thread_id, turn_id=now))
        watched.previews = {each.chat: await self._open(each, now) for each in found.chats}
        if watched.previews:
            task = asyncio.create_task(self._show(watched, now))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _open(self, settings: ChatSettings, turn_id: str) -> Preview:
        """A preview that was sent before a restart goes on; one that may have been is left."""
        known = (await self._records.read(settings.chat, answer_id(turn_id))).get(0)
        preview = Preview(settings)
        if known is not None:
            preview.number = known.external_id
            preview.began = True
            preview.closed = known.state != "preview"
        return preview

    async def _show(self, watched: Watched, turn_id: str) -> None:
        """Until the turn does not run any longer."""
        typed_at = 0.0
        while watched.turn_id == turn_id:
            now = asyncio.get_running_loop().time()
            types = now - typed_at >= TYPING and now - watched.heard_at < SILENT
            typed_at = now if types else typed_at
            for preview in watched.previews.values():
                if not preview.closed:
                    await self._refresh(watched, turn_id, preview, types)
            await asyncio.sleep(LOOK)

    async def _refresh(self, watched: Watched, turn_id: str, preview: Preview, types: bool) -> None:
        try:
            async with preview.lock:
                if types:
                    await self._type(preview.settings.chat)
                saying = write_preview(watched.view, preview.settings)
                if saying is not None and saying != preview.shown and not preview.closed:
                    await self._put(preview, saying)
        except TelegramError as error:
            logger.info("a preview was not shown", extra={"reason": error.message})
        except ParleyError as error:
            logger.info("a preview was not kept", extra={"reason": str(error)})

    async def _put(self, preview: Preview, saying: Saying) -> None:
        if preview.number is None:
            if preview.began:
                return  # one may be there, whose number nobody knows
            if await self._is_owed(preview.settings.chat):
                return  # it would stand before what happened earlier
            shown = await self._gates.of(preview.settings.chat).offer(
                partial(self._send, preview, saying)
            )
        else:
            shown = await self._gates.of(preview.settings.chat).offer(
                partial(self._edit, preview, saying)
            )
        if shown:
            preview.shown = saying

    async def _is_owed(self, chat: str) -> bool:
        """Whether something waits to be sent there."""
        return (await self._bus.ask(GetNextDelivery(chat=chat))).delivery is not None

    async def _send(self, preview: Preview, saying: Saying) -> bool:
        chat, target = preview.settings.chat, Target.read(preview.settings.chat)
        await self._mark(chat, saying, Sending(part=0, state="previewing"))
        preview.began = True
        message = await self._bot.send_message(
            target.chat_id,
            saying.texts[0].text,
            entities=write_entities(saying.texts[0]),
            message_thread_id=target.topic_id,
            reply_markup=write_buttons(saying.buttons),
            link_preview_options=NO_PREVIEW,
        )
        preview.number = message.message_id
        known = Sending(part=0, state="preview", external_id=message.message_id)
        await self._mark(chat, saying, known)
        return True

    async def _edit(self, preview: Preview, saying: Saying) -> bool:
        await self._bot.edit_message_text(
            saying.texts[0].text,
            Target.read(preview.settings.chat).chat_id,
            preview.number,
            entities=write_entities(saying.texts[0]),
            reply_markup=write_buttons(saying.buttons),
            link_preview_options=NO_PREVIEW,
        )
        return True

    async def _mark(self, chat: str, saying: Saying, sending: Sending) -> None:
        question = MarkSending(
            chat=chat, key=saying.key, thread_id=saying.thread_id, sending=sending
        )
        await self._bus.ask(question)

    async def _type(self, chat: str) -> None:
        target = Target.read(chat)
        typing = partial(
            self._bot.send_chat_action,
            target.chat_id,
            "typing",
            message_thread_id=target.topic_id,
        )
        await self._gates.of(chat).beside(typing)
