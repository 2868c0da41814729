"""A browser that can't follow gets the newest instead of all."""

import asyncio

import pytest
from parley_web.outgoing import Outgoing, TooSlow


class Threads:
    """What a snapshot of a thread would be now."""

    def __init__(self, **snapshots: str) -> None:
        self.snapshots = snapshots

    def renew(self, thread_id: str) -> str | None:
        return self.snapshots.get(thread_id)


async def drain(outgoing: Outgoing) -> list[str]:
    """All that is there now."""
    frames: list[str] = []
    while True:
        try:
            async with asyncio.timeout(0):
                frames.append(await outgoing.next())
        except TimeoutError:
            return frames


async def test_frames_come_in_their_order() -> None:
    outgoing = Outgoing(Threads().renew)

    for frame in ("a", "b", "c"):
        outgoing.tell(frame, "th1")

    assert [await outgoing.next() for _ in range(3)] == ["a", "b", "c"]


async def test_who_waits_for_a_frame_gets_it_when_it_comes() -> None:
    outgoing = Outgoing(Threads().renew)

    waiting = asyncio.create_task(outgoing.next())
    await asyncio.sleep(0)
    outgoing.tell("a")

    assert await waiting == "a"


async def test_what_does_not_fit_is_replaced_by_the_newest_snapshot() -> None:
    threads = Threads(th1="old")
    outgoing = Outgoing(threads.renew, limit=10)

    for frame in ("aaaa", "bbbb", "cccc", "dddd"):
        outgoing.tell(frame, "th1")
    threads.snapshots["th1"] = "new"

    assert await drain(outgoing) == ["new"]
    outgoing.tell("eeee", "th1")
    assert await drain(outgoing) == ["eeee"]


async def test_every_thread_that_lost_something_is_renewed_once() -> None:
    outgoing = Outgoing(Threads(th1="one", th2="two").renew, limit=10)

    outgoing.tell("aaaa", "th1")
    outgoing.tell("bbbb", "th2")
    outgoing.tell("cccc", "th1")
    outgoing.tell("dddd", "th2")

    assert sorted(await drain(outgoing)) == ["one", "two"]


async def test_what_belongs_to_no_thread_is_never_dropped() -> None:
    outgoing = Outgoing(Threads(th1="one").renew, limit=10)

    outgoing.tell("pong")
    outgoing.tell("aaaaaaaa", "th1")
    outgoing.tell("list")

    assert await drain(outgoing) == ["pong", "list", "one"]


async def test_a_frame_bigger_than_the_limit_goes_through_when_nothing_else_waits() -> None:
    outgoing = Outgoing(Threads().renew, limit=10)

    outgoing.tell("x" * 100, "th1")

    assert await drain(outgoing) == ["x" * 100]


async def test_a_thread_that_is_watched_no_more_is_not_renewed() -> None:
    outgoing = Outgoing(Threads().renew, limit=4)

    outgoing.tell("aaaa", "th1")
    outgoing.tell("bbbb", "th1")

    assert await drain(outgoing) == []


async def test_whoever_takes_nothing_at_all_had_better_come_again() -> None:
    outgoing = Outgoing(Threads().renew, limit=10)

    for _ in range(6):
        outgoing.tell("list")

    with pytest.raises(TooSlow):
        await outgoing.next()
