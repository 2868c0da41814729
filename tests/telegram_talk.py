"""What a person does with the bot in a test, and the agent's side of it."""

import asyncio
from collections.abc import Callable

from parley_shared import ids
from parley_shared.bus import Bus
from parley_shared.events import DeliveryUpdated, DurableEvent
from parley_shared.inbound import Inbound
from parley_shared.models import BusyMode
from parley_shared.store import EventsSince, Finish, GetChat, Park, Renew
from parley_shared.subjects import inbound

from tests.fakes.telegram_world import ALICE, Json
from tests.scripted_runner import ScriptedTurn, claim_turn
from tests.telegram_house import TelegramHouse
from tests.waiting import PATIENCE

LONG = "This answer is long enough to be shown while it is still growing, word for word."


async def begin(telegram: TelegramHouse, title: str, person: int = ALICE) -> str:
    """A new thread that the person's chat looks at."""
    telegram.world.say(f"/new {title}", chat=person, sender=person)
    await telegram.world.until_said(f"New thread “{title}”", chat=person)
    async with telegram.house.bus("gateway") as asker:
        return str((await asker.ask(GetChat(channel="telegram", chat=str(person)))).thread_id)


async def ask(
    telegram: TelegramHouse, runner: Bus, title: str, text: str, person: int = ALICE
) -> ScriptedTurn:
    """In a new thread."""
    thread_id = await begin(telegram, title, person)
    telegram.world.say(text, chat=person, sender=person)
    return await claim_turn(runner, thread_id)


async def say_on_web(
    telegram: TelegramHouse, thread_id: str, text: str, mode: BusyMode | None = None
) -> str:
    message_id = ids.uuid7()
    said = Inbound(
        message_id=message_id,
        channel="web",
        chat=thread_id,
        text=text,
        thread_id=thread_id,
        mode=mode,
    )
    async with telegram.house.bus("web") as web:
        await web.queue(inbound("web", thread_id), said, job_id=message_id)
    return message_id


def button(message: Json, label: str) -> str:
    """What the button with this label does."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    found = [each["callback_data"] for row in rows for each in row if label in each["text"]]
    assert found, f"no button {label!r} under {message}"
    return str(found[0])


async def park(runner: Bus, turn: ScriptedTurn, **wanted: object) -> None:
    question = Park.model_validate(
        {"turn_id": turn.claimed.turn.id, "fence": turn.claimed.fence, **wanted}
    )
    assert not (await runner.ask(question)).decided


async def until_event(
    bus: Bus, thread_id: str, is_it: Callable[[DurableEvent], bool]
) -> DurableEvent:
    """The newest of those that are meant."""
    async with asyncio.timeout(PATIENCE):
        while True:
            page = await bus.ask(EventsSince(thread_id=thread_id, seq=0))
            if found := [each for each in page.events if is_it(each)]:
                return found[-1]
            await asyncio.sleep(0.05)


async def until_told(web: Bus, thread_id: str, count: int) -> list[str]:
    """How the answers of a thread fared, once that was told so often."""
    async with asyncio.timeout(PATIENCE):
        while True:
            page = await web.ask(EventsSince(thread_id=thread_id, seq=0))
            told: list[str] = [
                each.state for each in page.events if isinstance(each, DeliveryUpdated)
            ]
            if len(told) >= count:
                return told
            await asyncio.sleep(0.05)


async def until_stopped(runner: Bus, turn: ScriptedTurn) -> None:
    """The runner hears of it and ends the turn."""
    claimed = turn.claimed
    async with asyncio.timeout(PATIENCE):
        while not (await runner.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))).cancel:
            await asyncio.sleep(0.05)
    await runner.ask(Finish(turn_id=claimed.turn.id, fence=claimed.fence, state="cancelled"))
