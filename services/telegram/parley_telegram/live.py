"""Follows the turns that run and shows each growing answer in the chats that see it."""

import asyncio
import contextlib
import logging
import math
from dataclasses import dataclass, field

from parley_shared.agent_view import AgentView
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError
from parley_shared.ids import answer_id
from parley_shared.models import Model
from parley_shared.store import GetView
from parley_shared.subjects import ALL_LIVE, thread_of
from parley_shared.telegram import FindAudience
from parley_shared.view import apply, read_event
from pydantic import ValidationError

from parley_telegram.growing import has_text, write_preview
from parley_telegram.lanes import Lanes
from parley_telegram.screen import Preview, Screen

logger = logging.getLogger(__name__)

LOOK = 0.25  # seconds between two looks whether a preview has changed
TYPING = 4.0  # seconds; Telegram shows it for five
SLOW = 1.5  # seconds after its first word in which a text is shown however short it is
STARTED = "turn-started"
BEGINS = ("turn-started", "text-", "reasoning-", "tool-")  # kinds of a turn that runs
SILENT = 600.0  # seconds without an event after which typing ends


class Head(Model):
    """What is read of an event before it is known whether anybody wants it."""

    turn_id: str | None = None


@dataclass
class Watched:
    """A thread with a turn that runs now."""

    view: AgentView
    turn_id: str | None = None
    previews: dict[str, Preview] = field(default_factory=dict)
    heard_at: float = 0.0


class Live:
    def __init__(self, bus: Bus, screen: Screen) -> None:
        self._bus = bus
        self._screen = screen
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

    def find_draft(self, chat: str, draft_id: int) -> str | None:
        """The thread whose answer is shown there as this draft."""
        for thread_id, watched in self._threads.items():
            preview = watched.previews.get(chat)
            if preview is not None and preview.draft_id == draft_id:
                return thread_id
        return None

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
        watched.previews = {each.chat: await self._screen.open(each, now) for each in found.chats}
        for preview in watched.previews.values():  # none waits for another chat
            task = asyncio.create_task(self._show(watched, now, preview))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _show(self, watched: Watched, turn_id: str, preview: Preview) -> None:
        """Until the turn does not run any longer."""
        typed_at, text_at = 0.0, math.inf
        while watched.turn_id == turn_id:
            now = asyncio.get_running_loop().time()
            types = now - typed_at >= TYPING and now - watched.heard_at < SILENT
            typed_at = now if types else typed_at
            text_at = min(text_at, now) if has_text(watched.view) else text_at
            is_slow = now - text_at >= SLOW
            saying = write_preview(watched.view, preview.settings, is_slow=is_slow)
            await self._screen.show(preview, saying, types=types)
            await asyncio.sleep(LOOK)
