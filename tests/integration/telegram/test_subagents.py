"""What sub-agents ask a person reaches the chat of the thread for which they work."""

import pytest
from parley_shared.bus import Bus
from parley_shared.commands import AgentChange, CreateAgent, Decide
from parley_shared.events import ApprovalDecided, QuestionAnswered
from parley_shared.ids import approval_id, call_id, child_thread_id
from parley_shared.models import Limits
from parley_shared.store import ApprovalWanted, ChildWanted, QueryWanted

from tests.scripted_runner import ScriptedTurn, claim_turn
from tests.telegram_house import TelegramHouse
from tests.telegram_talk import ask, begin, button, park, until_event

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def delegate(telegram: TelegramHouse, runner: Bus, turn: ScriptedTurn) -> ScriptedTurn:
    """The turn of a sub-agent called Ada."""
    change = AgentChange(name="Ada", model="demo/echo")
    async with telegram.house.bus("web") as web:
        await web.ask(CreateAgent(agent_id="ada", change=change), service="gateway")
    call = call_id(turn.claimed.turn.id, 0, 0)
    wanted = ChildWanted(
        n=0,
        i=0,
        call_id=call,
        agent_id="ada",
        prompt="Look it up",
        limits=Limits(steps=5, calls=5),
    )
    await park(runner, turn, children=(wanted,))
    return await claim_turn(runner, child_thread_id(call))


async def want_mail(runner: Bus, turn: ScriptedTurn) -> str:
    """An approval that the agent needs; its id."""
    call = call_id(turn.claimed.turn.id, 0, 0)
    wanted = ApprovalWanted(n=0, i=0, call_id=call, tool="send_mail")
    await park(runner, turn, approvals=(wanted,))
    return approval_id(call)


async def test_what_a_sub_agent_wants_is_approved_in_the_chat_of_its_origin(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Delegating", "Find out")
        child = await delegate(telegram, runner, turn)
        await want_mail(runner, child)
        asked = await world.until_said("wants to use send_mail")
        shown = asked["text"]
        world.press(asked, button(asked, "Approve"))
        await world.until_said("✅ Approved by Alice on Telegram")
        thread_id = child.claimed.turn.thread_id
        told = await until_event(web, thread_id, lambda each: isinstance(each, ApprovalDecided))
        again = await claim_turn(runner, thread_id)

    assert shown.startswith("✋ Ada, who works for Parley, wants to use send_mail")
    assert isinstance(told, ApprovalDecided)
    assert (told.decision, told.by, told.surface) == ("approve", "Alice", "telegram")
    assert again.claimed.turn.id == child.claimed.turn.id


async def test_what_a_sub_agent_wants_is_decided_once_and_the_chat_sees_where(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Delegating too", "Find out")
        child = await delegate(telegram, runner, turn)
        wanted = await want_mail(runner, child)
        asked = await world.until_said("wants to use send_mail")
        approve = button(asked, "Approve")
        decide = Decide(approval_id=wanted, decision="deny", by="Owner", surface="web")
        await web.ask(decide, service="gateway")
        decided = await world.until_said("❌ Rejected by Owner in the browser")
        late = world.press(asked, approve)
        alert = await world.until(lambda: world.presses[late])

    assert decided["message_id"] == asked["message_id"]
    assert "reply_markup" not in decided
    assert "was decided by Owner" in alert["text"]


async def test_what_a_sub_agent_asks_is_answered_by_an_answer_to_it_alone(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner, telegram.house.bus("web") as web:
        turn = await ask(telegram, runner, "Delegating a question", "Find out")
        child = await delegate(telegram, runner, turn)
        call = call_id(child.claimed.turn.id, 0, 0)
        wanted = QueryWanted(n=0, i=0, call_id=call, query_kind="free", text="In which town?")
        await park(runner, child, queries=(wanted,))
        asked = await world.until_said("In which town?")
        shown = asked["text"]
        world.say("Ulm", reply_to_message=asked)
        thread_id = child.claimed.turn.thread_id
        told = await until_event(web, thread_id, lambda each: isinstance(each, QuestionAnswered))

    assert shown == "❓ Ada, who works for Parley, asks: In which town?\n\nAnswer this message."
    assert isinstance(told, QuestionAnswered)
    assert told.answer[0].endswith("Ulm")


async def test_what_a_sub_agent_wants_says_so_in_a_chat_that_looks_elsewhere(
    telegram: TelegramHouse,
) -> None:
    world = telegram.world
    async with telegram.house.bus("agent-runner") as runner:
        turn = await ask(telegram, runner, "Delegating far away", "Find out")
        child = await delegate(telegram, runner, turn)
        await begin(telegram, "Elsewhere")
        await want_mail(runner, child)
        asked = await world.until_said("wants to use send_mail")

    assert asked["text"].startswith("🧵 Delegating far away\n✋ Ada, who works for Parley,")
