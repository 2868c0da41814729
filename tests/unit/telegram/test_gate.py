"""How fast calls go into a chat, and that a chat which has to wait is left alone."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest
from parley_telegram.gate import Gates
from telegram.error import RetryAfter

from tests.fakes.hasty_loop import run_hasty

ALICE, BOB, GROUP = "1", "2", "-100"


@pytest.fixture(autouse=True)
def spans_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the service has it of the library."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


class Chats:
    """Telegram's side: when it was called for which chat, and whom it makes wait how long."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, float]] = []  # chat, seconds
        self.waits: dict[str, list[int]] = {}
        self.told: list[float] = []

    def call(self, chat: str) -> Callable[[], Awaitable[str]]:
        async def do() -> str:
            self.calls.append((chat, asyncio.get_running_loop().time()))
            if self.waits.get(chat):
                raise RetryAfter(self.waits[chat].pop(0))
            return "taken"

        return do

    async def tell(self, seconds: float) -> None:
        self.told.append(seconds)

    def times(self, chat: str) -> list[float]:
        return [round(at, 2) for who, at in self.calls if who == chat]


def test_a_chat_in_a_flood_wait_of_a_minute_gets_no_call_of_any_kind_and_no_other_chat_waits() -> (
    None
):
    async def play() -> None:
        gates, chats = Gates(1.0), Chats()
        chats.waits[ALICE] = [60]
        waiting = [
            asyncio.create_task(gates.of(ALICE).call(chats.call(ALICE), told=chats.tell))
            for _ in range(2)
        ]
        for _ in range(59):
            await asyncio.sleep(1)
            assert await gates.of(ALICE).offer(chats.call(ALICE)) is None
            assert await gates.of(f"{ALICE}_7").beside(chats.call(ALICE)) is None
            assert await gates.of(BOB).call(chats.call(BOB), told=chats.tell) == "taken"
        assert set(gates.closed()) == {ALICE}
        assert await asyncio.gather(*waiting) == ["taken", "taken"]

        first, again, *_ = chats.times(ALICE)
        assert again - first >= 60
        assert len(chats.times(ALICE)) == 3
        assert len(chats.times(BOB)) == 59
        assert [round(each) for each in chats.told] == [60]
        assert gates.closed() == {}

    run_hasty(play())


def test_a_second_wait_is_waited_for_too() -> None:
    async def play() -> None:
        gates, chats = Gates(0), Chats()
        chats.waits[ALICE] = [5, 300]

        await gates.of(ALICE).call(chats.call(ALICE), told=chats.tell)

        assert chats.times(ALICE) == [0.0, 5.2, 305.4]

    run_hasty(play())


def test_whatever_is_refused_closes_the_chat_for_everything() -> None:
    async def play() -> None:
        for kind in ("offer", "beside"):
            gates, chats = Gates(0), Chats()
            chats.waits[ALICE] = [30]
            gate = gates.of(ALICE)

            assert await (gate.offer if kind == "offer" else gate.beside)(chats.call(ALICE)) is None
            began = asyncio.get_running_loop().time()
            await gate.call(chats.call(ALICE), told=chats.tell)

            assert asyncio.get_running_loop().time() - began >= 30

    run_hasty(play())


def test_messages_follow_each_other_as_telegram_allows() -> None:
    async def play() -> None:
        gates, chats = Gates(1.0), Chats()

        for chat in (ALICE, GROUP):
            for _ in range(6):
                await gates.of(chat).call(chats.call(chat), told=chats.tell)

        own, group = chats.times(ALICE), chats.times(GROUP)
        assert [round(later - own[2]) for later in own[3:]] == [1, 2, 3]
        assert [round(later - group[2]) for later in group[3:]] == [3, 6, 9]

    run_hasty(play())


def test_a_growing_answer_is_shown_every_two_and_a_half_seconds_and_less_after_a_wait() -> None:
    async def show(chats: Chats, gates: Gates, seconds: int) -> None:
        for _ in range(seconds * 4):
            await gates.of(ALICE).offer(chats.call(ALICE))
            await asyncio.sleep(0.25)

    async def play() -> None:
        gates, chats = Gates(0), Chats()

        await show(chats, gates, 10)
        assert chats.times(ALICE) == [0.0, 2.5, 5.0, 7.5]
        chats.waits[ALICE] = [2]
        await show(chats, gates, 21)

        later = chats.times(ALICE)[4:]
        gaps = [round(after - before, 2) for before, after in pairwise(later[1:])]
        assert set(gaps) == {5.0}

    run_hasty(play())


def test_how_often_a_growing_answer_is_shown_can_be_set() -> None:
    async def play() -> None:
        gates, chats = Gates(0, preview=4.0), Chats()
        for _ in range(40):
            await gates.of(ALICE).offer(chats.call(ALICE))
            await asyncio.sleep(0.25)

        assert chats.times(ALICE) == [0.0, 4.0, 8.0]

    run_hasty(play())
