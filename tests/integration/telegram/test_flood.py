"""One chat that Telegram makes wait: nothing at all goes there, and nobody else waits."""

import pytest

from tests.fakes.telegram_api import Fault
from tests.fakes.telegram_flood import Flood
from tests.scripted_runner import claim_turn
from tests.telegram_house import TelegramHouse
from tests.telegram_talk import LONG, ask, say_on_web, until_told
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

FLOODED, OTHER = 6161, 5151


async def test_a_chat_in_a_long_flood_wait_is_left_alone_and_no_other_waits(
    telegram: TelegramHouse,
) -> None:
    world, api = telegram.world, telegram.api
    await telegram.pair(FLOODED)
    await telegram.pair(OTHER)
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Flooded", "Slow one", FLOODED)
        api.faults.append(Fault("*", 429, retry_after=600, chat=FLOODED))
        await turn.say(LONG)
        await world.until(lambda: not api.faults)
        before = len([call for call in api.calls if call.given.get("chat_id") == str(FLOODED)])

        await turn.say(" It goes on.")
        await turn.finish()
        thread_id = turn.claimed.turn.thread_id
        await say_on_web(telegram, thread_id, "And something from the browser.")
        world.say("/status", chat=FLOODED, sender=FLOODED)
        told = await until_told(web, thread_id, 1)
        turn = await ask(telegram, runner, "Free", "Quick one", OTHER)
        await turn.say(LONG)
        await world.until_said(LONG, chat=OTHER)
        await turn.finish()
        second = await claim_turn(runner, thread_id)
        await second.finish()
        world.say("/whoami", chat=OTHER, sender=OTHER)
        await world.until_said("5151", chat=OTHER)
        calls = [call.method for call in api.calls if call.given.get("chat_id") == str(FLOODED)]
        async with telegram.house.client() as client:
            admin = (await client.get("/api/telegram")).json()["state"]

    assert calls[before:] == []
    assert told == ["delayed"]
    assert list(admin["closed_chats"]) == [str(FLOODED)]


async def test_a_wait_is_never_broken_and_everything_arrives(telegram: TelegramHouse) -> None:
    """Telegram doubles a wait with each call that falls into it."""
    world, api, person = telegram.world, telegram.api, 7171
    await telegram.pair(person)
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Hasty", "Much at once", person)
        flood = api.flood = Flood(burst=3, every=3600.0, ban=1)
        try:
            for number in range(3):
                await say_on_web(telegram, turn.claimed.turn.thread_id, f"Quick {number}")
                world.say("/whoami", chat=person, sender=person)
            await turn.say(LONG)
            await world.until(lambda: [call for call in api.calls if call.status == 429][1:])
            flood.every = 0.5
            await turn.finish()
            await world.until(lambda: LONG in world.texts(person), START_PATIENCE)
            await world.until(
                lambda: [t for t in world.texts(person) if "Quick 2" in t], START_PATIENCE
            )
        finally:
            api.flood = None

    said = world.texts(person)
    assert flood.broken == 0
    assert [said.count(f"🌐 Quick {number}") for number in range(3)] == [1, 1, 1]
    assert len([text for text in said if text.startswith("You are Person7171")]) == 3
