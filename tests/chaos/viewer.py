"""A browser's eyes: one websocket that comes back by itself, and a view of each watched thread."""

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from parley_shared.agent_view import AgentView
from parley_shared.events import ApprovalRequested, QuestionAsked
from parley_shared.models import Approval, Query
from parley_shared.view import apply, read_event
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.chaos.secrets import find_secrets

RETRY = 0.2  # seconds


class Viewer:
    """`wrong` says what a person would have seen and must not; `asks` are what waits for them."""

    def __init__(
        self, name: str, address: str, token: str, secrets: Mapping[str, str] | None = None
    ) -> None:
        self.name, self._secrets = name, secrets or {}
        self._url = address.replace("http", "ws", 1) + "/api/ws"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._line: ClientConnection | None = None
        self.watched: set[str] = set()
        self.views: dict[str, AgentView] = {}
        self.asks: asyncio.Queue[Approval | Query] = asyncio.Queue()
        self.wrong: list[str] = []
        self.leaked: set[str] = set()  # secrets that were in what came
        self.connects = 0
        self.moments: list[AgentView] = []  # each view between two answers, as it came to be
        self.away: list[float] = []  # seconds from a lost line to the next hello
        self.changed_at = 0.0  # when a thread last became another, on the monotonic clock
        self._lost_at: float | None = None

    async def run(self) -> None:
        """Forever."""
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with connect(
                    self._url, additional_headers=self._headers, open_timeout=5, ping_interval=5
                ) as line:
                    self._line = line
                    await self._listen(line)
            self._line = None
            self._lost_at = self._lost_at or time.monotonic()
            await asyncio.sleep(RETRY)

    async def watch(self, thread_id: str) -> None:
        self.watched.add(thread_id)
        await self._tell_watch(thread_id)

    def sees(self, thread_id: str, message_id: str) -> bool:
        view = self.views.get(thread_id)
        return view is not None and any(each.id == message_id for each in view.visible_messages)

    def is_quiet(self, thread_id: str) -> bool:
        view = self.views.get(thread_id)
        return view is not None and view.status in ("idle", "error")

    async def _listen(self, line: ClientConnection) -> None:
        async for raw in line:
            self.leaked.update(find_secrets(self._secrets, str(raw)))
            await self._take(json.loads(raw))

    async def _take(self, frame: dict[str, Any]) -> None:  # any JSON object
        match frame["type"]:
            case "hello":
                self._greet()
                for thread_id in sorted(self.watched):
                    await self._tell_watch(thread_id)
            case "snapshot":
                view = AgentView.model_validate(frame["view"])
                self._keep(view)
                self._ask_for_open(view)
            case "event":
                await self._take_event(frame["event"])

    async def _take_event(self, raw: dict[str, Any]) -> None:
        thread_id = raw["thread_id"]
        before = self.views.get(thread_id)
        if before is None:
            return
        event = read_event(json.dumps(raw))
        view = apply(before, event)
        self._keep(view)
        if view.seq > before.seq and view.streaming_message is None:
            self.moments.append(view)
        if view.metadata.gap and not before.metadata.gap:
            await self._tell_watch(thread_id)
        if isinstance(event, ApprovalRequested):
            self.asks.put_nowait(event.approval)
        if isinstance(event, QuestionAsked):
            self.asks.put_nowait(event.question)
        if event.kind in ("message.created", "message.ready"):
            self._look(view)

    def _keep(self, view: AgentView) -> None:
        before = self.views.get(view.thread_id)
        if before is None or before.seq != view.seq:
            self.changed_at = time.monotonic()
        self.views[view.thread_id] = view

    def _look(self, view: AgentView) -> None:
        ids = [each.id for each in view.visible_messages]
        if len(ids) != len(set(ids)):
            self.wrong.append(f"{self.name} saw a message twice in {view.thread_id}")
        turns = [each.turn_id for each in view.visible_messages if each.turn_id]
        if len(turns) != len(set(turns)):
            self.wrong.append(f"{self.name} saw two answers of one turn in {view.thread_id}")

    def _ask_for_open(self, view: AgentView) -> None:
        """What was asked while we were away."""
        for approval in view.runtime_context.approvals:
            self.asks.put_nowait(approval)
        for question in view.runtime_context.questions:
            self.asks.put_nowait(question)

    def _greet(self) -> None:
        self.connects += 1
        if self._lost_at is not None:
            self.away.append(time.monotonic() - self._lost_at)
            self._lost_at = None

    async def _tell_watch(self, thread_id: str) -> None:
        if self._line is None:
            return
        view = self.views.get(thread_id)
        frame = {"type": "watch", "thread_id": thread_id, "since": view.seq if view else None}
        with suppress(WebSocketException):  # the next line says it again
            await self._line.send(json.dumps(frame))
