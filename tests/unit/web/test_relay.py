"""One view per watched thread, gap-free whatever is lost on the way."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import reduce

import pytest
from parley_shared.agent_view import AgentView
from parley_shared.errors import ParleyError, ThreadNotFound, Unavailable
from parley_shared.events import DurableEvent, MessageCreated
from parley_shared.models import Message
from parley_shared.store import EventPage
from parley_shared.view import apply, initial
from parley_web.relay import KEEP_FOR, Relay, Stop
from parley_web.watched import WatchedThread

from tests.waiting import PATIENCE

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
PAGE = 2  # events


def event(seq: int) -> DurableEvent:
    message = Message(
        id=f"m{seq}", thread_id="th1", position=seq, anchor=seq, role="user", created_at=AT
    )
    return MessageCreated(id=f"e{seq}", thread_id="th1", seq=seq, at=AT, message=message)


class World:
    """The store's thread `th1`, and JetStream that may lose what it is told."""

    def __init__(self) -> None:
        self.events: list[DurableEvent] = []
        self.is_away = False
        self.is_newer = False  # than we are, and so tells events that we can't read
        self.views_asked = 0
        self.followed: dict[str, Callable[[bytes], None]] = {}

    def keep(self, count: int) -> None:
        """Events that nobody is told of."""
        kept = len(self.events)
        self.events += [event(seq) for seq in range(kept + 1, kept + count + 1)]

    def tell(self, seq: int) -> None:
        self.followed["th1"](event(seq).model_dump_json().encode())

    async def get_view(self, thread_id: str) -> AgentView:
        self.views_asked += 1
        await self._look(thread_id)
        return reduce(apply, self.events, initial(thread_id))

    async def get_events(self, thread_id: str, seq: int) -> EventPage:
        await self._look(thread_id)
        if self.is_newer:
            raise ParleyError("the service 'store' answers in words unknown here")
        return EventPage(events=tuple(self.events[seq : seq + PAGE]), head=len(self.events))

    async def get_heads(self, thread_ids: Sequence[str]) -> dict[str, int]:
        if self.is_away:
            raise Unavailable("the store does not answer")
        return {"th1": len(self.events)} if self.events else {}

    def follow(self, thread_id: str, hear: Callable[[bytes], None]) -> Stop:
        self.followed[thread_id] = hear

        async def stop() -> None:
            del self.followed[thread_id]

        return stop

    async def _look(self, thread_id: str) -> None:
        await asyncio.sleep(0)
        if self.is_away:
            raise Unavailable("the store does not answer")
        if thread_id != "th1" or not self.events:
            raise ThreadNotFound(f"thread {thread_id!r} does not exist")


@pytest.fixture
def world() -> World:
    world = World()
    world.keep(3)
    return world


@pytest.fixture
def relay(world: World) -> Relay:
    return Relay(
        get_view=world.get_view,
        get_events=world.get_events,
        get_heads=world.get_heads,
        follow=world.follow,
    )


def ids_of(watched: WatchedThread) -> list[str]:
    return [message.id for message in watched.view.visible_messages]


async def test_many_viewers_share_one_view(world: World, relay: Relay) -> None:
    first, *others = await asyncio.gather(*(relay.watch("th1") for _ in range(10)))

    assert all(other is first for other in others)
    assert world.views_asked == 1
    assert ids_of(first) == ["m1", "m2", "m3"]


async def test_an_unknown_thread_is_not_found_and_not_kept(relay: Relay) -> None:
    with pytest.raises(ThreadNotFound):
        await relay.watch("th2")

    assert relay.find("th2") is None


async def test_while_the_store_is_away_nobody_gets_a_view_and_then_everybody(
    world: World, relay: Relay
) -> None:
    world.is_away = True
    with pytest.raises(Unavailable):
        await relay.watch("th1")

    world.is_away = False
    assert ids_of(await relay.watch("th1")) == ["m1", "m2", "m3"]


async def test_a_viewer_who_gives_up_waiting_takes_nothing_from_the_others(relay: Relay) -> None:
    async with asyncio.TaskGroup() as tasks:
        impatient = tasks.create_task(relay.watch("th1"))
        patient = tasks.create_task(relay.watch("th1"))
        await asyncio.sleep(0)
        impatient.cancel()

    assert ids_of(patient.result()) == ["m1", "m2", "m3"]


async def test_a_gap_is_filled_from_the_store_page_by_page(world: World, relay: Relay) -> None:
    watched = await relay.watch("th1")
    world.keep(6)

    running = asyncio.create_task(relay.run())
    world.tell(8)
    async with asyncio.timeout(PATIENCE):
        while watched.view.seq < 9:
            await asyncio.sleep(0)
            if watched.view.seq == 8:
                world.tell(9)
    running.cancel()

    assert ids_of(watched) == [f"m{seq}" for seq in range(1, 10)]


async def test_what_jetstream_lost_is_found_by_comparing(world: World, relay: Relay) -> None:
    watched = await relay.watch("th1")
    world.keep(2)

    await relay.look_after_all()

    assert ids_of(watched) == ["m1", "m2", "m3", "m4", "m5"]


async def test_a_store_that_went_back_in_time_is_believed(world: World, relay: Relay) -> None:
    watched = await relay.watch("th1")
    told: list[str] = []
    watched.join("viewer", told.append)
    del world.events[1:]

    await relay.look_after_all()

    assert ids_of(watched) == ["m1"]
    assert len(told) == 2  # a snapshot each


async def test_an_outage_while_comparing_is_made_up_for_later(world: World, relay: Relay) -> None:
    watched = await relay.watch("th1")
    world.keep(1)
    world.is_away = True
    await relay.look_after_all()

    world.is_away = False
    await relay.look_after_all()

    assert ids_of(watched) == ["m1", "m2", "m3", "m4"]


async def test_viewers_of_a_thread_that_is_gone_are_told(world: World, relay: Relay) -> None:
    watched = await relay.watch("th1")
    told: list[str] = []
    watched.join("viewer", told.append)
    world.events.clear()

    await relay.look_after_all()

    assert '"code":"thread_not_found"' in told[-1]
    assert relay.find("th1") is None
    assert world.followed == {}


async def test_a_thread_that_nobody_watches_is_kept_for_a_while(world: World, relay: Relay) -> None:
    watched = await relay.watch("th1")
    watched.join("viewer", lambda frame: None)
    await relay.forget_unwatched(now=0.0)
    watched.leave("viewer")

    await relay.forget_unwatched(now=100.0)
    await relay.forget_unwatched(now=100.0 + KEEP_FOR - 1)
    assert relay.find("th1") is watched
    await relay.forget_unwatched(now=100.0 + KEEP_FOR)

    assert relay.find("th1") is None
    assert world.followed == {}


async def test_who_comes_back_in_time_keeps_it(relay: Relay) -> None:
    watched = await relay.watch("th1")
    await relay.forget_unwatched(now=0.0)
    watched.join("viewer", lambda frame: None)

    await relay.forget_unwatched(now=KEEP_FOR)
    watched.leave("viewer")
    await relay.forget_unwatched(now=KEEP_FOR + 1)

    assert relay.find("th1") is watched


async def test_where_events_of_a_newer_store_can_not_be_read_its_view_is_taken(
    world: World, relay: Relay
) -> None:
    watched, told = await relay.watch("th1"), list[str]()
    watched.join("ada", told.append)
    world.is_newer = True
    world.keep(3)

    await relay.look_after_all()

    assert watched.view.seq == 6
    assert '"type":"snapshot"' in told[-1]
