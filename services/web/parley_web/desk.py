"""Does what one browser says over its socket, and answers it there."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime

from parley_shared import ids
from parley_shared.commands import StopThread
from parley_shared.errors import ParleyError, ThreadNotFound
from parley_shared.frames import (
    AcceptedFrame,
    BrowserFrame,
    DecideFrame,
    ErrorFrame,
    Follow,
    Ping,
    Pong,
    Send,
    Stop,
    Typing,
    Unwatch,
    Watch,
)
from parley_shared.models import Viewer
from parley_shared.store import MessageState

from parley_web.approvals import ask_to_decide
from parley_web.browsers import Browser
from parley_web.errors import TooMuchAtOnce, describe_error
from parley_web.following import Following, WatchedAgents
from parley_web.sending import send_message
from parley_web.watched import WatchedThread
from parley_web.web import Web, surface_of

WATCHED = 100  # threads one socket may watch
AT_ONCE = 32  # commands of one socket
LOOK_AGAIN = 1.0  # seconds, while the store is away


class Desk:
    """Commands run side by side in `tasks`, so that none keeps another waiting."""

    def __init__(self, web: Web, browser: Browser, tasks: asyncio.TaskGroup) -> None:
        self._web = web
        self._browser = browser
        self._tasks = tasks
        self._watching: dict[str, asyncio.Task[None]] = {}
        self._following = Following(web.bus, browser)
        self._agents = WatchedAgents(web.bus, browser)
        self._running = 0

    async def take(self, frame: BrowserFrame) -> None:
        match frame:
            case Ping():
                self._browser.tell(Pong())
            case Watch() | Unwatch() | Follow():
                await self._look(frame)
            case Typing():
                await self._web.lobby.type(frame.thread_id, self._browser.viewer_id)
            case Send():
                self._run(self._send(frame), frame.thread_id, frame.message.id)
            case Stop():
                self._run(self._stop(frame), frame.thread_id)
            case DecideFrame():
                self._run(self._decide(frame))

    async def _look(self, frame: Watch | Unwatch | Follow) -> None:
        match frame:
            case Watch(agent_id=str(agent_id)):
                await self._watch_agent(agent_id)
            case Watch(thread_id=str(thread_id)):
                self._watch(thread_id, frame)
            case Unwatch(agent_id=str(agent_id)):
                await self._agents.end(agent_id)
            case Unwatch(thread_id=str(thread_id)):
                await self._unwatch(thread_id)
            case Follow():
                await self._following.begin(frame.thread_id)

    async def leave(self) -> None:
        """The browser is gone."""
        for thread_id in tuple(self._browser.watched):
            await self._unwatch(thread_id)
        await self._following.end()
        await self._agents.end_all()

    async def _watch_agent(self, agent_id: str) -> None:
        try:
            await self._agents.begin(agent_id)
        except TooMuchAtOnce as error:
            self._refuse(error, None)

    def _watch(self, thread_id: str, frame: Watch) -> None:
        if len(self._watching) >= WATCHED and thread_id not in self._watching:
            error = TooMuchAtOnce(f"one browser watches at most {WATCHED} threads")
            self._refuse(error, thread_id)
            return
        earlier = self._watching.pop(thread_id, None)
        if earlier is not None:
            earlier.cancel()
        task = self._tasks.create_task(self._begin_watching(thread_id, frame))
        self._watching[thread_id] = task

    async def _begin_watching(self, thread_id: str, frame: Watch) -> None:
        browser = self._browser
        try:
            watched = await self._insist_on(thread_id)
        except ThreadNotFound as error:
            self._watching.pop(thread_id, None)  # it takes none of the places
            self._refuse(error, thread_id)
            return
        browser.join(thread_id, watched, frame.since)
        viewer = Viewer(
            id=browser.viewer_id,
            name=frame.name or browser.who.name,
            surface=surface_of(browser.who),
            joined_at=datetime.now(UTC),
        )
        await self._web.lobby.join(thread_id, viewer)

    async def _insist_on(self, thread_id: str) -> WatchedThread:
        """For as long as the browser wants it; an outage is told once. Raises ThreadNotFound."""
        is_told = False
        while True:
            try:
                return await self._web.relay.watch(thread_id)
            except ThreadNotFound:
                raise
            except ParleyError as error:
                if not is_told:
                    self._refuse(error, thread_id)
                    is_told = True
            await asyncio.sleep(LOOK_AGAIN)

    async def _unwatch(self, thread_id: str) -> None:
        watching = self._watching.pop(thread_id, None)
        if watching is not None:
            watching.cancel()
        if self._browser.leave(thread_id):
            await self._web.lobby.leave(thread_id, self._browser.viewer_id)

    async def _send(self, frame: Send) -> None:
        channel = surface_of(self._browser.who)
        sent = await send_message(self._web.bus, frame.thread_id, frame.message, channel)
        if isinstance(sent, MessageState) and sent.refusal is not None:
            refusal = sent.refusal
            self._browser.tell(
                ErrorFrame(
                    code=refusal.code,
                    message=refusal.reason,
                    fact=refusal.fact,
                    thread_id=refusal.thread_id,
                    message_id=refusal.message_id,
                )
            )
        else:
            self._browser.tell(AcceptedFrame(message_id=frame.message.id))

    async def _stop(self, frame: Stop) -> None:
        which = frame.model_dump(exclude={"type"})
        await self._web.change(StopThread(stop_id=ids.uuid7(), **which))

    async def _decide(self, frame: DecideFrame) -> None:
        question = ask_to_decide(frame.approval_id, frame.decision, self._browser.who)
        await self._web.change(question)

    def _run(
        self,
        command: Coroutine[None, None, None],
        thread_id: str | None = None,
        message_id: str | None = None,
    ) -> None:
        if self._running >= AT_ONCE:
            command.close()
            error = TooMuchAtOnce("too much at once: wait for the answers")
            self._refuse(error, thread_id, message_id)
            return
        self._running += 1
        self._tasks.create_task(self._try(command, thread_id, message_id))

    async def _try(
        self, command: Coroutine[None, None, None], thread_id: str | None, message_id: str | None
    ) -> None:
        try:
            await command
        except ParleyError as error:
            self._refuse(error, thread_id, message_id)
        finally:
            self._running -= 1

    def _refuse(
        self, error: ParleyError, thread_id: str | None, message_id: str | None = None
    ) -> None:
        detail = describe_error(error)
        self._browser.tell(
            ErrorFrame(
                code=detail.code,
                message=detail.message,
                fact=detail.fact,
                thread_id=thread_id,
                message_id=message_id,
            )
        )
