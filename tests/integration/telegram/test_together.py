"""One conversation on two surfaces: what happens on one is seen on the other."""

import asyncio

import pytest
from parley_shared.bus import Bus
from parley_shared.commands import AnswerQuery, CreateThread, StopThread
from parley_shared.events import ApprovalDecided, QuestionAnswered
from parley_shared.ids import call_id, query_id
from parley_shared.models import Message
from parley_shared.store import ApprovalWanted, GetMessages, QueryWanted, Renew
from pydantic import JsonValue

from tests.fakes.telegram_api import Fault
from tests.fakes.telegram_world import ALICE
from tests.scripted_runner import ScriptedTurn, claim_turn
from tests.telegram_house import TelegramHouse
from tests.telegram_talk import (
    LONG,
    ask,
    begin,
    button,
    park,
    say_on_web,
    until_event,
    until_stopped,
)
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPTIONS = (("r", "Red"), ("g", "Green"))


async def until_steered(runner: Bus, turn: ScriptedTurn) -> tuple[Message, ...]:
    claimed = turn.claimed
    async with asyncio.timeout(PATIENCE):
        while not (
            kept := await runner.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))
        ).steers:
            await asyncio.sleep(0.05)
    return kept.steers


async def wonder(runner: Bus, turn: ScriptedTurn) -> str:
    """The agent asks a question of its own; its id."""
    call = call_id(turn.claimed.turn.id, 0, 0)
    wanted = QueryWanted(
        n=0, i=0, call_id=call, query_kind="single", text="Which colour?", options=OPTIONS
    )
    await park(runner, turn, queries=(wanted,))
    return query_id(call)


async def test_what_is_approved_in_a_chat_is_told_in_the_browser_with_who_did_it(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        thread_id = await begin(telegram, "Begun in the browser")
        await say_on_web(telegram, thread_id, "Send it")
        turn = await claim_turn(runner, thread_id)
        call = call_id(turn.claimed.turn.id, 0, 0)
        await park(
            runner, turn, approvals=(ApprovalWanted(n=0, i=0, call_id=call, tool="send_mail"),)
        )
        asked = await world.until_said("wants to use send_mail")
        world.press(asked, button(asked, "Approve"))
        told = await until_event(web, thread_id, lambda each: isinstance(each, ApprovalDecided))

    assert isinstance(told, ApprovalDecided)
    assert (told.decision, told.by, told.surface) == ("approve", "Alice", "telegram")


async def test_changed_arguments_that_the_tool_would_not_take_are_asked_for_again(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    schema: dict[str, JsonValue] = {"properties": {"copies": {"type": "integer", "maximum": 3}}}
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Editing here", "Print it")
        thread_id, call = turn.claimed.turn.thread_id, call_id(turn.claimed.turn.id, 0, 0)
        wanted = ApprovalWanted(n=0, i=0, call_id=call, tool="print", parameters=schema)
        await park(runner, turn, approvals=(wanted,))
        asked = await world.until_said("wants to use print")
        world.press(asked, button(asked, "Edit"))
        form = await world.until_said("Answer this message with the changed JSON")
        world.say('{"copies": 9}', reply_to_message=form)
        again = await world.until_said("copies: 9 is greater than the maximum of 3")
        world.say('{"copies": 2}', reply_to_message=again)
        told = await until_event(web, thread_id, lambda each: isinstance(each, ApprovalDecided))

    assert isinstance(told, ApprovalDecided)
    assert (told.decision, told.arguments) == ("approve_edited", {"copies": 2})


async def test_of_what_is_there_twice_either_copy_is_pressed_and_neither_again(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Asked twice", "Mow it")
        mow = wants(turn, 0).model_copy(update={"tool": "mow"})
        lost = Fault("sendMessage", after=True, contains="wants to use mow")
        telegram.api.faults.append(lost)
        await park(runner, turn, approvals=(mow,))
        await world.until_said("↻ sent again")
        first, second = [each for each in world.from_bot() if "use mow" in each["text"]]
        world.press(first, button(first, "Approve"))
        await world.until(lambda: "✅ Approved by Alice" in second["text"])
        await world.until(lambda: "reply_markup" not in first)

    assert "reply_markup" not in second


async def test_what_is_asked_after_many_things_is_edited_whole(telegram: TelegramHouse) -> None:
    world, letter = telegram.world, "x" * 2_800
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        await web.ask(CreateThread(thread_id="many"), service="gateway")
        await say_on_web(telegram, "many", "Send them")
        many = await claim_turn(runner, "many")
        await park(runner, many, approvals=tuple(wants(many, i) for i in range(200)))
        turn = await ask(telegram, runner, "Editing one more", "Send it")
        await park(runner, turn, approvals=(wants(turn, 0, letter=letter),))
        asked = await world.until_said("wants to use send")
        world.press(asked, button(asked, "Edit"))
        await world.until_said(f'with the changed JSON:\n{{\n  "letter": "{letter}"\n}}')
        world.say("/approve")
        await world.until_said("More than 8 things wait to be decided")
        await web.ask(StopThread(thread_id="many", stop_id="many"), service="gateway")


def wants(turn: ScriptedTurn, i: int, **arguments: JsonValue) -> ApprovalWanted:
    call = call_id(turn.claimed.turn.id, 0, i)
    return ApprovalWanted(n=0, i=i, call_id=call, tool="send", arguments=arguments)


async def test_a_question_answered_in_a_chat_is_told_in_the_browser(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Asking here", "Paint it")
        await wonder(runner, turn)
        asked = await world.until_said("Which colour?")
        world.press(asked, button(asked, "Green"))
        thread_id = turn.claimed.turn.thread_id
        told = await until_event(web, thread_id, lambda each: isinstance(each, QuestionAnswered))

    assert isinstance(told, QuestionAnswered)
    assert (told.answer, told.by, told.surface) == (("g",), "Alice", "telegram")


async def test_a_question_answered_in_the_browser_is_told_in_the_chat(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Asking there", "Paint it too")
        question_id = await wonder(runner, turn)
        asked = await world.until_said("Which colour?")
        answer = AnswerQuery(question_id=question_id, answers=("r",), by="Owner", surface="web")
        await web.ask(answer, service="gateway")
        answered = await world.until_said("✅ Answered: r by Owner in the browser")
        late = world.press(asked, "q1:" + question_id + ":1:0")
        alert = await world.until(lambda: world.presses[late])

    assert answered["message_id"] == asked["message_id"]
    assert "reply_markup" not in answered
    assert alert["alert"]


async def test_a_free_question_is_answered_by_writing(telegram: TelegramHouse) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Asking freely", "Name it")
        call = call_id(turn.claimed.turn.id, 0, 0)
        wanted = QueryWanted(n=0, i=0, call_id=call, query_kind="free", text="What name?")
        await park(runner, turn, queries=(wanted,))
        await world.until_said("What name?")
        world.say("Bertha")
        thread_id = turn.claimed.turn.thread_id
        told = await until_event(web, thread_id, lambda each: isinstance(each, QuestionAnswered))
        await world.until_said("✅ Answered: Bertha by Alice on Telegram")

    assert isinstance(told, QuestionAnswered)
    assert told.answer == ("Bertha",)


async def test_a_press_in_the_chat_stops_what_was_asked_in_the_browser(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        thread_id = await begin(telegram, "Stopped here")
        await say_on_web(telegram, thread_id, "Tell me everything")
        turn = await claim_turn(runner, thread_id)
        await turn.say(LONG)
        growing = await world.until_said(LONG)
        world.press(growing, button(growing, "Stop"))
        await until_stopped(runner, turn)
        await world.until(lambda: growing["text"] == "⏹ Stopped.")

    assert "reply_markup" not in growing


async def test_what_is_stopped_in_the_browser_is_stopped_in_the_chat(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Stopped there", "Tell me everything")
        await turn.say(LONG)
        growing = await world.until_said(LONG)
        stop = StopThread(thread_id=turn.claimed.turn.thread_id)
        await web.ask(stop, service="gateway")
        await until_stopped(runner, turn)
        await world.until(lambda: growing["text"] == "⏹ Stopped.")

    assert "reply_markup" not in growing


async def test_an_answer_that_runs_is_steered_from_the_chat_and_from_the_browser(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Steering", "Write a poem")
        world.say("/steer about the sea")
        steers = await until_steered(runner, turn)
        thread_id = turn.claimed.turn.thread_id
        await say_on_web(telegram, thread_id, "and of two boats", mode="steer")
        await world.until_said("🌐 and of two boats")
        page = await web.ask(GetMessages(thread_id=thread_id))
        world.say("/steer")
        hint = await world.until_said("/steer and what")

    assert [each.text for each in steers] == ["about the sea"]
    assert [(each.text, each.source) for each in page.items] == [
        ("Write a poem", "telegram"),
        ("about the sea", "telegram"),
        ("and of two boats", "web"),
    ]
    assert hint["chat"]["id"] == ALICE
