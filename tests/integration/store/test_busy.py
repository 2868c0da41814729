"""A message that comes while an agent is at work."""

from typing import Literal

import pytest
from parley_shared.commands import Decide, StopThread, ThreadChange, UpdateThread
from parley_shared.errors import (
    AlreadyDecided,
    NothingRuns,
    QueueFull,
    ThreadBusy,
    ThreadNotFound,
)
from parley_shared.events import TurnCancelled
from parley_shared.journal import SteerStep
from parley_shared.models import TurnError
from parley_shared.store import Finish, GetMessage, GetMessages, GetOpenRequests, GetQueue, Renew

from tests.integration.store.keeper import (
    Keeper,
    agent_says,
    call_of,
    checkpoint,
    model_says,
    wants_approval,
    wants_words,
)


async def test_messages_wait_in_line_by_default(keeper: Keeper) -> None:
    await keeper.say("one")
    first = await keeper.claim()
    await keeper.say("two")
    await keeper.say("three")

    await keeper.finish(first)

    assert (await keeper.claim()).history[-1].text == "two"


async def test_an_answer_stands_below_its_message_though_others_came_meanwhile(
    keeper: Keeper,
) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.say("two")
    await keeper.finish(claimed, "answer to one")

    page = await keeper.ask(GetMessages(thread_id="T"))

    assert [m.text for m in page.items] == ["one", "answer to one", "two"]
    assert [(m.anchor, m.position) for m in page.items] == [(1, 1), (1, 3), (2, 2)]


async def test_the_twenty_first_waiting_message_is_refused(keeper: Keeper) -> None:
    await keeper.say("runs")
    await keeper.claim()
    for number in range(20):
        await keeper.say(f"waits {number}")

    with pytest.raises(QueueFull, match="20"):
        await keeper.say("one too many")


async def test_a_busy_thread_that_rejects_says_so(keeper: Keeper) -> None:
    await keeper.say("one")

    with pytest.raises(ThreadBusy):
        await keeper.say("two", mode="reject")


async def test_the_threads_own_mode_counts_if_the_message_has_none(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(busy_mode="reject")))

    with pytest.raises(ThreadBusy):
        await keeper.say("two")
    assert (await keeper.say("three", mode="enqueue")).turn is not None


async def test_a_steering_message_is_handed_to_the_runner_until_it_joins(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()

    steer = await keeper.say("by the way", mode="steer")

    assert steer.message is not None and steer.turn is None
    assert keeper.nudges == ["ctl.T"]
    renewed = await keeper.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))
    assert [m.text for m in renewed.steers] == ["by the way"]
    kept = await keeper.keep(claimed, SteerStep(n=1, i=0, state="done", message=steer.message))
    assert kept.steers == ()
    assert (await keeper.kinds())[-1] == "steer.added"


async def test_the_answer_to_a_joined_message_stands_below_it(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    steer = await keeper.say("by the way", mode="steer")
    assert steer.message is not None
    await keeper.keep(claimed, SteerStep(n=1, i=0, state="done", message=steer.message))

    answer = await keeper.finish(claimed)

    assert answer.anchor == steer.message.position
    assert (await keeper.ask(GetQueue(thread_id="T"))).turns == ()


async def test_a_steer_the_turn_did_not_take_in_gets_its_own_turn_in_its_place(
    keeper: Keeper,
) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    steer = await keeper.say("by the way", mode="steer", message_id="s1")
    await keeper.say("later", mode="enqueue")

    await keeper.finish(claimed)

    queue = await keeper.ask(GetQueue(thread_id="T"))
    assert [queue.messages[t.message_id].text for t in queue.turns] == ["by the way", "later"]
    assert steer.message is not None
    state = await keeper.ask(GetMessage(message_id="s1"))
    assert state.turn is not None and state.turn.state == "queued"


async def test_a_steer_for_another_agent_waits_in_line(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()

    kept = await keeper.say("you there", mode="steer", agent_id="toolbox")

    assert kept.turn is not None and kept.turn.agent_id == "toolbox"


async def test_a_steer_waits_in_line_if_nothing_runs_yet(keeper: Keeper) -> None:
    await keeper.say("one")

    assert (await keeper.say("two", mode="steer")).turn is not None


async def test_interrupting_asks_the_runner_to_stop_and_queues(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()

    kept = await keeper.say("stop, rather this", mode="interrupt")

    assert kept.turn is not None and kept.turn.state == "queued"
    assert keeper.nudges == ["ctl.T"]
    assert (await keeper.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))).cancel


async def test_interrupting_what_nobody_runs_ends_it_at_once(keeper: Keeper) -> None:
    await keeper.say("one")

    kept = await keeper.say("rather this", mode="interrupt")

    assert kept.turn is not None
    assert (await keeper.claim()).turn.id == kept.turn.id
    cancelled = [e for e in await keeper.events() if isinstance(e, TurnCancelled)]
    assert [e.reason for e in cancelled] == ["interrupted"]


async def test_a_message_answers_the_free_question_that_is_open(keeper: Keeper) -> None:
    await keeper.say("Book a flight")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    await keeper.park(claimed, queries=[wants_words(claimed.turn, 0, 0)])

    kept = await keeper.say("To Oslo", sender="Ada")

    assert kept.turn is None
    assert (await keeper.ask(GetOpenRequests(thread_id="T"))).queries == ()
    resumed = await keeper.claim()
    assert resumed.turn.id == claimed.turn.id and resumed.attempt == 1
    asked = next(step for step in resumed.steps if step.kind == "ask")
    assert (asked.state, asked.answer) == ("done", ("To Oslo",))
    assert (await keeper.finish(resumed)).anchor == 2


async def test_a_message_waits_visibly_behind_an_approval(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0)])

    kept = await keeper.say("And then?", mode="steer")

    assert kept.turn is not None and kept.turn.state == "queued"
    assert (await keeper.kinds())[-1] == "turn.queued"


async def test_send_instead_ends_the_turn_that_waits_for_approval(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "I will.", call_of(claimed.turn, 0, 0)))
    await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0)])

    await keeper.say("No, this instead", mode="interrupt")

    assert (await keeper.ask(GetOpenRequests())).approvals == ()
    assert (await keeper.claim()).history[-1].text == "No, this instead"
    page = await keeper.ask(GetMessages(thread_id="T"))
    assert [(m.text, m.stop_reason) for m in page.items if m.role == "assistant"] == [
        ("", "cancelled")
    ]


async def test_stopping_a_running_turn_asks_its_runner(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()

    turn = await keeper.ask(StopThread(thread_id="T"))

    assert (turn.state, turn.cancel) == ("running", True)
    assert keeper.nudges == ["ctl.T"]
    kept = await keeper.keep(claimed, checkpoint(0, "so f"))
    assert kept.cancel


async def test_stopping_a_queued_turn_ends_it_at_once_and_the_next_one_can_run(
    keeper: Keeper,
) -> None:
    await keeper.say("one")
    await keeper.say("two")

    turn = await keeper.ask(StopThread(thread_id="T"))

    assert turn.state == "cancelled"
    assert keeper.mail[-2:].count("TURNS") == 1
    assert (await keeper.claim()).history[-1].text == "two"


async def test_stopping_again_gives_the_stopped_turn_again(keeper: Keeper) -> None:
    kept = await keeper.say("one")
    assert kept.turn is not None
    first = await keeper.ask(StopThread(thread_id="T", turn_id=kept.turn.id))

    again = await keeper.ask(StopThread(thread_id="T", turn_id=kept.turn.id))

    assert again.state == first.state == "cancelled"
    assert (await keeper.kinds()).count("turn.cancelled") == 1


async def test_a_stop_heard_again_means_the_turn_that_it_meant_first(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.say("two")
    stop = StopThread(thread_id="T", stop_id="stop-1")
    first = await keeper.ask(stop)

    again = await keeper.ask(stop)

    assert again.id == first.id
    assert (await keeper.claim()).history[-1].text == "two"


@pytest.mark.parametrize("names", ["nothing", "turn", "message"])
@pytest.mark.parametrize("state", ["done", "failed"])
async def test_a_stop_that_was_taken_is_no_error_when_heard_again_after_the_turn(
    keeper: Keeper, state: Literal["done", "failed"], names: str
) -> None:
    kept = await keeper.say("one", message_id="m1")
    assert kept.turn is not None
    named = {"turn": {"turn_id": kept.turn.id}, "message": {"message_id": "m1"}}
    stop = StopThread(thread_id="T", **named.get(names, {"stop_id": "stop-1"}))
    claimed = await keeper.claim()
    first = await keeper.ask(stop)
    error = TurnError(code="internal", text="It broke") if state == "failed" else None
    finish = Finish(turn_id=claimed.turn.id, fence=claimed.fence, state=state, error=error)
    await keeper.ask(finish)
    await keeper.say("two")

    again = await keeper.ask(stop)

    assert (again.id, again.state, again.cancel) == (first.id, state, True)
    assert (await keeper.claim()).history[-1].text == "two"


async def test_a_turn_that_ended_unasked_can_not_be_stopped(keeper: Keeper) -> None:
    kept = await keeper.say("one", message_id="m1")
    assert kept.turn is not None
    await keeper.finish(await keeper.claim())

    for named in ({"turn_id": kept.turn.id}, {"message_id": "m1"}):
        with pytest.raises(NothingRuns):
            await keeper.ask(StopThread(thread_id="T", **named))


async def test_a_stop_that_came_while_nothing_ran_stops_nothing_later_either(
    keeper: Keeper,
) -> None:
    await keeper.talk("one")
    stop = StopThread(thread_id="T", stop_id="stop-1")
    with pytest.raises(NothingRuns):
        await keeper.ask(stop)
    await keeper.say("two")

    with pytest.raises(NothingRuns):
        await keeper.ask(stop)

    assert (await keeper.claim()).history[-1].text == "two"


async def test_nothing_runs_is_an_error_that_names_the_thread(keeper: Keeper) -> None:
    await keeper.talk("one")

    with pytest.raises(NothingRuns, match="'T'"):
        await keeper.ask(StopThread(thread_id="T"))


async def test_a_stop_in_a_thread_that_is_not_there_says_so(keeper: Keeper) -> None:
    with pytest.raises(ThreadNotFound, match="'nowhere'"):
        await keeper.ask(StopThread(thread_id="nowhere", stop_id="stop-1"))


async def test_the_partial_text_of_a_stopped_turn_without_a_runner_is_kept(keeper: Keeper) -> None:
    await keeper.say("Tell me a story")
    claimed = await keeper.claim()
    await keeper.keep(claimed, checkpoint(0, "Once upon a ti"))
    await keeper.ask(StopThread(thread_id="T"))

    keeper.hours.go_on(7)
    await keeper.clock.tick()

    page = await keeper.ask(GetMessages(thread_id="T"))
    assert (page.items[-1].text, page.items[-1].stop_reason) == ("Once upon a ti", "cancelled")
    assert (await keeper.kinds())[-2:] == ["message.ready", "turn.cancelled"]


async def test_the_reason_for_a_stop_reaches_the_event_that_its_runner_causes(
    keeper: Keeper,
) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.say("rather this", mode="interrupt")

    await keeper.ask(
        Finish(
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            state="cancelled",
            message=agent_says(claimed, "so far"),
        )
    )

    cancelled = [e for e in await keeper.events() if isinstance(e, TurnCancelled)]
    assert [e.reason for e in cancelled] == ["interrupted"]


async def test_an_approval_of_a_stopped_turn_is_decided_by_nobody(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    await keeper.park(claimed, approvals=[wants_approval(claimed.turn, 0, 0)])
    approval = (await keeper.ask(GetOpenRequests())).approvals[0]

    await keeper.ask(StopThread(thread_id="T"))

    with pytest.raises(AlreadyDecided, match="expired"):
        await keeper.ask(Decide(approval_id=approval.id, decision="approve"))
