"""Hands the bus to everything that takes functions, and keeps it all alive."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from parley_shared import ids, subjects
from parley_shared.agent_view import AgentView
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError, WrongToken
from parley_shared.follow import Following
from parley_shared.models import ThreadRow
from parley_shared.presence import Present
from parley_shared.store import (
    CheckSignIn,
    EventPage,
    EventsSince,
    GetHeads,
    GetThreadRows,
    GetView,
    ListThreads,
    SignedIn,
)

from parley_web.access import SignIns
from parley_web.browsers import SIGNED_OUT, Browsers
from parley_web.lists import KINDS, ThreadList
from parley_web.lobby import Lobby
from parley_web.metrics import Metrics
from parley_web.origins import Origins
from parley_web.relay import Relay, Stop
from parley_web.services import keep_hearing
from parley_web.tries import Tries
from parley_web.web import Web

LOOK_WITHIN = 3.0  # seconds, where somebody asks again by themselves
CHECK_EVERY = 60.0  # seconds until the sign-ins of open sockets are looked up again


@asynccontextmanager
async def open_web(bus: Bus, dist: Path, origins: Origins) -> AsyncIterator[Web]:
    """Listens and repairs itself for as long as the context lasts."""
    web = _make_web(bus, dist, origins)
    threads = ThreadList(web.browsers, Asks(bus).rows, Asks(bus).newest)
    for kind in KINDS:
        await bus.listen(subjects.live("*", kind), threads.hear)
    await bus.listen(subjects.ALL_PRESENCE, web.lobby.hear)
    await bus.listen(subjects.SIGNINS, partial(hear_sign_out, web))
    bus.on_reconnect(web.relay.look_after_all)
    bus.on_reconnect(threads.refresh)
    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(each)
            for each in (
                *(web.relay.run(), web.lobby.run(), threads.run()),
                *(check_sign_ins(web), keep_hearing(web)),
            )
        ]
        yield web
        for task in running:
            task.cancel()
    await web.relay.close()


def _make_web(bus: Bus, dist: Path, origins: Origins) -> Web:
    asks = Asks(bus)
    browsers, metrics = Browsers(), Metrics()
    relay = Relay(
        get_view=asks.view, get_events=asks.events, get_heads=asks.heads, follow=asks.follow
    )

    async def publish(present: Present) -> None:
        await bus.publish(subjects.presence(present.thread_id), present)

    metrics.watch("parley_sockets", "Connected browsers", lambda: len(browsers))
    metrics.watch("parley_watched_threads", "Threads with a view here", lambda: relay.size)
    return Web(
        bus=bus,
        dist=dist,
        origins=origins,
        sign_ins=SignIns(asks.sign_in, asyncio.get_running_loop().time),
        tries=Tries(),
        relay=relay,
        lobby=Lobby(relay, publish, ids.uuid7()),
        browsers=browsers,
        metrics=metrics,
    )


async def hear_sign_out(web: Web, _: str, __: bytes) -> None:
    """Somebody has signed out or was revoked, here or in another process."""
    web.sign_ins.forget()
    await close_signed_out(web)


async def check_sign_ins(web: Web) -> None:
    """Closes the sockets of those who have signed out, were revoked, or whose time is over."""
    while True:
        await asyncio.sleep(CHECK_EVERY)
        await close_signed_out(web)


async def close_signed_out(web: Web) -> None:
    for browser in web.browsers:
        try:
            await web.sign_ins.find(browser.secret)
        except WrongToken:
            browser.end(SIGNED_OUT)
        except ParleyError:
            return  # nobody can tell now


class Asks:
    """The bus as the functions that the parts take."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def view(self, thread_id: str) -> AgentView:
        return (await self._bus.ask(GetView(thread_id=thread_id), timeout=LOOK_WITHIN)).view

    async def events(self, thread_id: str, seq: int) -> EventPage:
        return await self._bus.ask(EventsSince(thread_id=thread_id, seq=seq), timeout=LOOK_WITHIN)

    async def heads(self, thread_ids: Sequence[str]) -> dict[str, int]:
        question = GetHeads(thread_ids=tuple(thread_ids))
        return (await self._bus.ask(question, timeout=LOOK_WITHIN)).heads

    def follow(self, thread_id: str, hear: Callable[[bytes], None]) -> Stop:
        return Following(self._bus.connection, thread_id, hear).stop

    async def rows(self, thread_ids: Sequence[str]) -> tuple[ThreadRow, ...]:
        found: list[ThreadRow] = []
        while thread_ids:
            question = GetThreadRows(thread_ids=tuple(thread_ids))
            answer = await self._bus.ask(question, timeout=LOOK_WITHIN)
            found += answer.rows
            thread_ids = answer.left
        return tuple(found)

    async def newest(self) -> tuple[ThreadRow, ...]:
        return (await self._bus.ask(ListThreads())).items

    async def sign_in(self, secret_hash: str) -> SignedIn:
        return await self._bus.ask(CheckSignIn(secret_hash=secret_hash), timeout=LOOK_WITHIN)
