"""What a person can type and press in a chat."""

import pytest
from parley_shared.store import GetChat, GetMessages, GetThread

from tests.fakes.telegram_world import ALICE, Json, World
from tests.scripted_runner import claim_turn
from tests.telegram_house import TelegramHouse
from tests.telegram_talk import ask, begin, button, say_on_web

pytestmark = pytest.mark.asyncio(loop_scope="module")


def labels(message: Json) -> list[list[str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[each["text"] for each in row] for row in rows]


async def test_the_menus_are_there_for_people_and_for_groups(telegram: TelegramHouse) -> None:
    menus = telegram.world.commands
    own = [each["command"] for each in menus["all_private_chats"]]

    assert {"new", "threads", "fork", "agent", "stop", "steer", "approve", "help"} <= set(own)
    assert [each["command"] for each in menus["all_group_chats"]] == [
        *("new", "agent", "stop", "status", "help"),
    ]


async def test_a_thread_is_copied_up_to_the_message_that_is_answered(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("gateway") as asker:
        turn = await ask(telegram, runner, "Forking", "First question")
        await turn.say("First answer")
        await turn.finish()
        answer = await world.until_said("First answer")
        question = world.say("Second question")
        turn = await claim_turn(runner, turn.claimed.turn.thread_id)
        await turn.say("Second answer")
        await turn.finish()
        await world.until_said("Second answer")

        world.say("/fork At an answer", reply_to_message=answer)
        await world.until_said("“At an answer”")
        where = GetChat(channel="telegram", chat=str(ALICE))
        first = str((await asker.ask(where)).thread_id)
        world.say("/fork At a question", reply_to_message=question)
        await world.until_said("“At a question”")
        second = str((await asker.ask(where)).thread_id)
        kept = [
            [each.text for each in (await asker.ask(GetMessages(thread_id=each))).items]
            for each in (first, second)
        ]
        parent = (await asker.ask(GetThread(thread_id=second))).parent_thread_id

    assert kept == [
        ["First question", "First answer"],
        ["First question", "First answer", "Second question"],
    ]
    assert parent == turn.claimed.turn.thread_id


async def test_the_list_of_threads_is_turned_in_place_and_opens_one(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    for number in range(9):
        await begin(telegram, f"Turning {number}")
    world.say("/threads")
    listed = await world.until_said("1. ✅ “Turning 8”")
    rows = labels(listed)

    world.press(listed, button(listed, "▶"))
    await world.until(lambda: listed["text"].startswith("9. “Turning 0”"))
    world.press(listed, button(listed, "Turning 0"))
    await world.until_said("Now in “Turning 0”")

    assert rows[0] == ["✅ “Turning 8”"] or "✅ “Turning 8”" in rows[0]
    assert rows[-1] == ["▶"]


async def test_settings_of_a_chat_show_what_they_are_and_are_changed_by_a_press(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    world.say("/tools")
    asked = await world.until_said("Tools are shown as 'status'")
    before = labels(asked)

    world.press(asked, button(asked, "log"))
    await world.until_said("Tools are shown as 'log' from now on.")

    assert before == [["✅ status", "log", "off"]]


async def test_an_agent_is_picked_by_a_press(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("gateway") as asker:
        thread_id = await begin(telegram, "Picking")
        world.say("/agent")
        asked = await world.until_said("→ Parley")
        world.press(asked, button(asked, "Toolbox"))
        await world.until_said("Toolbox answers now in “Picking”")
        thread = await asker.ask(GetThread(thread_id=thread_id))

    assert "✅ Parley" in [label for row in labels(asked) for label in row]
    assert thread.agent_id == "toolbox"


async def test_what_is_no_command_of_ours_goes_to_the_agent(telegram: TelegramHouse) -> None:
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Slashes", "/frobnicate the widget")
        await turn.finish()

    assert [each.text for each in turn.claimed.history][-1] == "/frobnicate the widget"


async def test_who_comes_to_a_thread_reads_what_was_said_there_last(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        thread_id = await begin(telegram, "Beans")
        await begin(telegram, "Elsewhere")
        await say_on_web(telegram, thread_id, "When do I plant beans?")
        turn = await claim_turn(runner, thread_id)
        await turn.say("In **May**.")
        await turn.finish()

        world.say("/thread Beans")
        told = await world.until_said("Said last in “Beans”")
        world.say("/thread Elsewhere")
        await world.until_said("Now in “Elsewhere”")
        world.say("/thread Beans")
        await world.until(lambda: len(said_with(world, "Now in “Beans”")) == 2)
        await say_on_web(telegram, thread_id, "And peas?")
        await world.until_said("And peas?")

    assert told["text"].endswith("You: When do I plant beans?\n\nParley: In **May**.")
    assert len(said_with(world, "Said last in “Beans”")) == 1


def said_with(world: World, words: str) -> list[str]:
    return [each["text"] for each in world.from_bot() if words in each.get("text", "")]
