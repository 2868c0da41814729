"""Several people in one thread."""

import pytest
from parley_shared.commands import (
    DeleteMessage,
    EditMessage,
    ThreadChange,
    UpdateThread,
    WithdrawTurn,
)
from parley_shared.journal import AskStep
from parley_shared.models import RespondPolicy
from parley_shared.store import GetOpenRequests, GetParticipants, GetQueue, Park, QueryWanted

from tests.integration.store.keeper import Keeper, call_of

MINUTE = 60.0


async def open_room(keeper: Keeper, policy: RespondPolicy) -> None:
    """Ann and Bob have said hello, and Parley has answered Ann."""
    await keeper.say("Hello all", sender="Ann")
    await keeper.finish(await keeper.claim())
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(respond_policy=policy)))
    await keeper.say("Hello Ann", sender="Bob")


async def waiting(keeper: Keeper) -> list[str]:
    queue = await keeper.ask(GetQueue(thread_id="T"))
    return [queue.messages[turn.message_id].text for turn in queue.turns]


async def test_in_a_smart_room_questions_are_answered_and_talk_is_not(keeper: Keeper) -> None:
    await open_room(keeper, "smart")

    assert await waiting(keeper) == []
    await keeper.say("Where is the tea?", sender="Ann")
    assert await waiting(keeper) == ["Where is the tea?"]


async def test_after_five_minutes_without_an_answer_the_agent_speaks_up(keeper: Keeper) -> None:
    await open_room(keeper, "smart")
    keeper.hours.go_on(5 * MINUTE - 1)
    await keeper.clock.tick()
    assert await waiting(keeper) == []

    keeper.hours.go_on(1)
    await keeper.clock.tick()
    await keeper.clock.tick()

    assert await waiting(keeper) == ["Hello Ann"]
    claimed = await keeper.claim()
    assert [each.sender for each in claimed.history if each.role == "user"] == ["Ann", "Bob"]
    assert await keeper.view() == await keeper.watched()


async def test_people_who_go_on_talking_are_left_alone(keeper: Keeper) -> None:
    await open_room(keeper, "smart")
    keeper.hours.go_on(4 * MINUTE)
    await keeper.say("Nice day", sender="Ann")
    keeper.hours.go_on(4 * MINUTE)
    await keeper.clock.tick()

    assert await waiting(keeper) == []


async def test_an_answer_by_the_agent_is_one_too(keeper: Keeper) -> None:
    await open_room(keeper, "smart")
    await keeper.say("And you, @Parley", sender="Ann")
    await keeper.finish(await keeper.claim())
    keeper.hours.go_on(6 * MINUTE)
    await keeper.clock.tick()

    assert await waiting(keeper) == []


async def test_a_room_that_was_switched_off_meanwhile_stays_silent(keeper: Keeper) -> None:
    await open_room(keeper, "smart")
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(respond_policy="off")))
    keeper.hours.go_on(6 * MINUTE)
    await keeper.clock.tick()

    assert await waiting(keeper) == []


async def test_a_message_that_was_deleted_is_not_answered_late(keeper: Keeper) -> None:
    await open_room(keeper, "smart")
    last = (await keeper.view()).visible_messages[-1]
    await keeper.ask(DeleteMessage(message_id=last.id))
    keeper.hours.go_on(6 * MINUTE)
    await keeper.clock.tick()

    assert await waiting(keeper) == []


async def test_where_only_mentions_count_nobody_speaks_up(keeper: Keeper) -> None:
    await open_room(keeper, "mention")
    await keeper.say("Where is the tea?", sender="Ann")
    keeper.hours.go_on(6 * MINUTE)
    await keeper.clock.tick()
    assert await waiting(keeper) == []

    await keeper.say("@Parley where is it?", sender="Ann")
    assert await waiting(keeper) == ["@Parley where is it?"]


async def test_who_takes_part_is_told(keeper: Keeper) -> None:
    await open_room(keeper, "mention")
    await keeper.say("Tea?", sender="Ann")

    found = await keeper.ask(GetParticipants(thread_id="T"))

    assert [(each.name, each.messages) for each in found.people] == [("Ann", 2), ("Bob", 1)]
    assert [(each.name, each.messages) for each in found.agents] == [("Parley", 1)]


async def test_what_waits_is_seen_edited_and_taken_back(keeper: Keeper) -> None:
    await keeper.say("one")
    running = await keeper.claim()
    two = await keeper.say("two")
    three = await keeper.say("three")
    joins = await keeper.say("joins", mode="steer")
    assert two.message and two.turn and three.message and three.turn and joins.message

    queue = await keeper.ask(GetQueue(thread_id="T"))
    await keeper.ask(EditMessage(message_id=two.message.id, text="two, better", edit_id="e"))
    await keeper.ask(WithdrawTurn(turn_id=three.turn.id))
    await keeper.ask(DeleteMessage(message_id=joins.message.id))

    assert [each.text for each in queue.steers] == ["joins"]
    assert await waiting(keeper) == ["one", "two, better"]
    assert (await keeper.ask(GetQueue(thread_id="T"))).steers == ()
    await keeper.finish(running)
    assert (await keeper.claim()).history[-1].text == "two, better"


async def ask_which_city(keeper: Keeper) -> None:
    """Of Ann, who has asked for the weather."""
    await keeper.say("The weather", sender="Ann", agent_id="parley")
    turn = (await keeper.claim()).turn
    call = call_of(turn, 0, 0, name="ask_user")
    wanted = QueryWanted(n=0, i=0, call_id=call.call_id, query_kind="free", text="Which city?")
    await keeper.ask(Park(turn_id=turn.id, fence=turn.fence, queries=(wanted,)))


@pytest.mark.parametrize("policy", ["mention", "smart", "off"])
async def test_whoever_the_agent_asks_answers_without_naming_it(
    keeper: Keeper, policy: RespondPolicy
) -> None:
    await open_room(keeper, policy)
    await ask_which_city(keeper)

    await keeper.say("Lovely place", sender="Bob")
    after_bob = (await keeper.ask(GetOpenRequests())).queries
    await keeper.say("Paris", sender="Ann")
    after_ann = (await keeper.ask(GetOpenRequests())).queries

    assert [each.text for each in after_bob] == ["Which city?"]
    assert after_ann == ()
    steps = (await keeper.claim()).steps
    assert [each.answer for each in steps if isinstance(each, AskStep)] == [("Paris",)]
