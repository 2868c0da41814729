"""Many messages and many answers while the Telegram service and nats-server are killed."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from parley_shared.bus import Bus
from parley_shared.commands import ThreadChange, UpdateThread
from parley_shared.models import Message
from parley_shared.store import GetChat, GetMessages
from parley_shared.telegram import ListWaitingChats

from tests.fakes.telegram_api import Fault
from tests.scripted_runner import claim_turn
from tests.telegram_house import TelegramHouse

AGAIN = "↻ sent again"
RUNNING = 0.6  # seconds at most between two kills, once the service polls
STORMY = 180.0  # seconds that a turn may wait for the service to come back
LONG = " This answer is long enough that a preview of it is shown while it is growing."


@dataclass(frozen=True)
class Judged:
    """`repeated`: answers that are there twice, all of them marked but one."""

    lost: int
    unmarked: int  # copies too many without the mark
    repeated: int
    disordered: int
    previews: int  # messages too many that had a Stop button


async def kill_often(
    telegram: TelegramHouse, rng: random.Random, times: int, nats_times: int
) -> None:
    """Each time at a moment of its work; nats-server now and then."""
    for number in range(times):
        await asyncio.sleep(rng.uniform(0.05, RUNNING))
        await telegram.service.kill()
        if number < nats_times:
            await telegram.house.nats.restart()
        await telegram.start()


async def hear_messages(
    telegram: TelegramHouse, people: Sequence[int], count: int, kills: int, nats_kills: int
) -> Judged:
    """What people wrote against what their threads have."""
    rng = random.Random(7)
    threads = [await _begin(telegram, person, silent=True) for person in people]
    killing = asyncio.create_task(kill_often(telegram, rng, kills, nats_kills))
    for number in range(count):
        person = people[number % len(people)]
        telegram.world.say(f"message {number}", chat=person, sender=person)
        await asyncio.sleep(rng.uniform(0, 0.02))
    await killing
    lost = doubled = disordered = 0
    for at, thread_id in enumerate(threads):
        said = [f"message {number}" for number in range(at, count, len(people))]
        kept = await _read_texts(telegram, thread_id, len(said))
        lost += len(set(said) - set(kept))
        doubled += len(kept) - len(set(kept))
        disordered += kept != said
    return Judged(lost, doubled, 0, disordered, 0)


async def send_answers(
    telegram: TelegramHouse, people: Sequence[int], count: int, kills: int
) -> Judged:
    """What was answered against what the chats have, with lost answers and 429s of Telegram."""
    rng = random.Random(11)
    threads = [await _begin(telegram, person, silent=False) for person in people]
    killing = asyncio.create_task(kill_often(telegram, rng, kills, 0))
    async with telegram.house.bus("agent-runner") as runner, asyncio.TaskGroup() as tasks:
        for at, person in enumerate(people):
            numbers = range(at, count, len(people))
            tasks.create_task(_answer(telegram, runner, rng, person, threads[at], numbers))
    await killing
    telegram.api.faults.clear()
    await until_nothing_waits(telegram)
    return _judge(telegram, people, count)


async def until_nothing_waits(telegram: TelegramHouse, within: float = 90.0) -> None:
    async with telegram.house.bus("telegram") as bus, asyncio.timeout(within):
        while (await bus.ask(ListWaitingChats())).deliveries:
            await asyncio.sleep(0.1)


async def _begin(telegram: TelegramHouse, person: int, *, silent: bool) -> str:
    """A thread of the person's own; in a silent one nobody answers."""
    await telegram.pair(person)
    telegram.world.say(f"/new Storm {person}", chat=person, sender=person)
    await telegram.world.until_said("New thread", chat=person)
    async with telegram.house.bus("gateway") as asker:
        where = GetChat(channel="telegram", chat=str(person))
        thread_id = str((await asker.ask(where)).thread_id)
        if silent:
            change = ThreadChange(respond_policy="off")
            await asker.ask(UpdateThread(thread_id=thread_id, change=change))
    return thread_id


async def _answer(
    telegram: TelegramHouse,
    runner: Bus,
    rng: random.Random,
    person: int,
    thread_id: str,
    numbers: Sequence[int],
) -> None:
    for number in numbers:
        telegram.world.say(f"question {number}", chat=person, sender=person)
        turn = await claim_turn(runner, thread_id, STORMY)
        if rng.random() < 0.3:
            telegram.api.faults.append(_make_fault(rng, person))
        await turn.say(f"answer {number}." + (LONG if number % 3 == 0 else ""))
        if number % 3 == 0:
            await asyncio.sleep(rng.uniform(0, 1.0))
        await turn.finish()


def _make_fault(rng: random.Random, person: int) -> Fault:
    match rng.randrange(3):
        case 0:
            return Fault("sendMessage", 502, after=True, chat=person)
        case 1:
            return Fault("sendMessage", 0, after=True, chat=person)
        case _:
            return Fault("*", 429, retry_after=1, chat=person)


def _judge(telegram: TelegramHouse, people: Sequence[int], count: int) -> Judged:
    lost = unmarked = repeated = disordered = previews = 0
    for at, person in enumerate(people):
        wanted = [f"answer {number}." for number in range(at, count, len(people))]
        texts = [text for text in telegram.world.texts(person) if text.startswith("answer ")]
        ended = [text for text in texts if not text.endswith("…")]
        first: dict[str, None] = {}
        copies: Counter[str] = Counter()
        marked: Counter[str] = Counter()
        for text in ended:
            name = text.split(".")[0] + "."
            first[name] = None
            copies[name] += 1
            marked[name] += AGAIN in text
        lost += len(set(wanted) - set(first))
        unmarked += sum(max(0, copies[name] - marked[name] - 1) for name in copies)
        repeated += sum(each > 1 for each in copies.values())
        disordered += [name for name in first if name in wanted] != wanted
        previews += _count_previews(telegram, person)
    return Judged(lost, unmarked, repeated, disordered, previews)


def _count_previews(telegram: TelegramHouse, person: int) -> int:
    """Beyond one for each answer."""
    begun = Counter(
        call.given["text"].split(".")[0]
        for call in telegram.api.called("sendMessage", person)
        if "s1:" in call.given.get("reply_markup", "")
    )
    return sum(count - 1 for count in begun.values())


async def _read_texts(telegram: TelegramHouse, thread_id: str, count: int) -> list[str]:
    """All of the thread, once they are at least so many or nothing more comes."""
    texts: list[str] = []
    give_up = datetime.now(UTC).timestamp() + 60
    async with telegram.house.bus("gateway") as asker:
        while len(texts) < count and datetime.now(UTC).timestamp() < give_up:
            texts = [message.text for message in await _read_all(asker, thread_id)]
            await asyncio.sleep(0.1)
    return texts


async def _read_all(asker: Bus, thread_id: str) -> list[Message]:
    found: list[Message] = []
    before: str | None = None
    while True:
        page = await asker.ask(GetMessages(thread_id=thread_id, before=before, limit=200))
        found = [*page.items, *found]
        if page.next is None:
            return found
        before = page.next
