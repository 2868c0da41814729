"""Nothing is lost, doubled or reordered while the service and nats-server are killed.

The same storm with 600 messages and 100 answers is `python -m tests.benchmarks.telegram_storm`.
"""

import asyncio
import json

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.ids import call_id
from parley_shared.store import ApprovalWanted, GetChat, GetMessages, GetOpenRequests, PointChat
from parley_shared.telegram import HeardUpdate, KeepUpdates

from tests.fakes.telegram_world import ALICE
from tests.telegram_house import TelegramHouse
from tests.telegram_storm import Judged, hear_messages, send_answers
from tests.telegram_talk import ask, begin, park, say_on_web
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_people_write_is_kept_once_and_in_order(own_telegram: TelegramHouse) -> None:
    judged = await hear_messages(own_telegram, (101, 102), count=80, kills=3, nats_kills=1)

    assert judged == Judged(lost=0, unmarked=0, repeated=0, disordered=0, previews=0)


async def test_what_is_lost_with_the_disk_of_nats_server_is_brought_again(
    own_telegram: TelegramHouse,
) -> None:
    """Taken by JetStream, and gone with it before the gateway has seen it."""
    house, world = own_telegram.house, own_telegram.world
    world.say("/new Garden")
    await world.until_said("New thread")
    await house.gateway.kill()

    world.say("Is it spring?")
    world.say("And now?")
    async with house.bus("store") as bus, asyncio.timeout(START_PATIENCE):
        while not await count_jobs(bus):
            await asyncio.sleep(0.05)
    await world.until(lambda: not world.updates)  # Telegram has forgotten them
    await house.nats.forget()
    await house.gateway.start()

    async with house.bus("gateway") as asker, asyncio.timeout(START_PATIENCE):
        where = GetChat(channel="telegram", chat=str(ALICE))
        thread_id = str((await asker.ask(where)).thread_id)
        texts: list[str] = []
        while len(texts) < 2:
            page = await asker.ask(GetMessages(thread_id=thread_id))
            texts = [message.text for message in page.items]
            await asyncio.sleep(0.05)
    assert texts == ["Is it spring?", "And now?"]


async def count_jobs(bus: Bus) -> int:
    return (await bus.connection.jetstream.stream_info(subjects.INBOUND)).state.messages


async def test_what_is_answered_is_there_and_what_is_there_twice_is_marked(
    own_telegram: TelegramHouse,
) -> None:
    judged = await send_answers(own_telegram, (201, 202), count=16, kills=3)

    assert (judged.lost, judged.unmarked, judged.disordered, judged.previews) == (0, 0, 0, 0)


async def test_what_was_said_last_is_told_though_the_service_was_killed_meanwhile(
    own_telegram: TelegramHouse,
) -> None:
    house, world = own_telegram.house, own_telegram.world
    async with house.bus("gateway") as asker:
        thread_id = await begin(own_telegram, "Beans")
        await begin(own_telegram, "Elsewhere")
        await own_telegram.service.kill()
        await say_on_web(own_telegram, thread_id, "When do I plant beans?")
        async with asyncio.timeout(START_PATIENCE):
            while not (await asker.ask(GetMessages(thread_id=thread_id))).items:
                await asyncio.sleep(0.05)
        where = PointChat(channel="telegram", chat=str(ALICE), thread_id=thread_id)
        await asker.ask(where)
    await say_on_web(own_telegram, thread_id, "And peas?")

    await own_telegram.start()
    await world.until_said("And peas?")

    told = [text for text in map(str, world.texts()) if "beans" in text or "peas" in text]
    assert [text.split("\n")[-1] for text in told] == [
        "You: When do I plant beans?",
        "🌐 And peas?",
    ]


async def test_what_the_agent_asked_since_is_not_approved_by_a_command_obeyed_once_more(
    own_telegram: TelegramHouse,
) -> None:
    """Killed before it noted that it had obeyed: the call that was meant is approved already."""
    house, world = own_telegram.house, own_telegram.world
    async with house.bus("agent-runner") as runner, house.bus("telegram") as telegram:
        turn = await ask(own_telegram, runner, "Garden", "Plant the beans")
        await own_telegram.service.kill()
        message = world.say("/approve")
        [update] = [each for each in world.updates if each.get("message") is message]
        heard = HeardUpdate(
            update_id=update["update_id"],
            chat=str(ALICE),
            sender=str(ALICE),
            body=json.dumps(update),
        )
        await telegram.ask(KeepUpdates(bot_id=world.bot["id"], updates=(heard,)))
        call = call_id(turn.claimed.turn.id, 0, 0)
        wanted = ApprovalWanted(n=0, i=0, call_id=call, tool="dig_up_everything")
        await park(runner, turn, approvals=(wanted,))

        await own_telegram.start()
        await world.until_said("Nothing waits to be decided.")
        open_ = (await telegram.ask(GetOpenRequests())).approvals

    assert [each.tool for each in open_] == ["dig_up_everything"]
