"""One runner at a time: claims, leases, fences and faults."""

import pytest
from parley_shared import ids
from parley_shared.commands import (
    AgentChange,
    LimitsChange,
    OverridesChange,
    StopThread,
    ThreadChange,
    UpdateAgent,
    UpdateThread,
)
from parley_shared.errors import Stale, TurnNotFound
from parley_shared.events import TurnFailed, TurnStarted
from parley_shared.models import TextPart, TurnError
from parley_shared.store import (
    Busy,
    Claim,
    Finish,
    GetHistory,
    GetMessages,
    GetRunnable,
    GetSteps,
    HandBack,
    NothingToClaim,
    Renew,
)

from tests.integration.store.keeper import Keeper, agent_says, checkpoint, model_says


async def test_a_claim_gives_all_a_runner_has_to_know(keeper: Keeper) -> None:
    await keeper.talk("one", "answer to one")
    await keeper.say("two")

    claimed = await keeper.claim(runner="r7")

    assert [m.text for m in claimed.history] == ["one", "answer to one", "two"]
    assert (claimed.fence, claimed.attempt, claimed.lease) == (2, 1, 6.0)
    assert (claimed.turn.runner, claimed.turn.state) == ("r7", "running")
    assert claimed.agent.id == "parley" and claimed.thread.id == "T"
    assert claimed.answer_id == ids.answer_id(claimed.turn.id)
    assert claimed.agents == {"parley": "Parley"}


async def test_a_beginning_is_told_with_the_model_of_the_thread(keeper: Keeper) -> None:
    await keeper.say("one")
    change = ThreadChange(overrides=OverridesChange(model="openai/gpt-4o"))
    await keeper.ask(UpdateThread(thread_id="T", change=change))

    claimed = await keeper.claim()

    started = (await keeper.events())[-1]
    assert isinstance(started, TurnStarted)
    assert (started.model, started.attempt) == ("openai/gpt-4o", 1)
    assert (started.answer_id, started.turn_id) == (claimed.answer_id, claimed.turn.id)


async def test_nothing_is_claimed_where_nothing_waits(keeper: Keeper) -> None:
    answer = await keeper.ask(Claim(thread_id="none", runner="r1"))

    assert answer.claim == NothingToClaim()


async def test_another_runner_is_told_when_the_lease_ends(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim(runner="r1")
    keeper.hours.go_on(2)

    answer = await keeper.ask(Claim(thread_id="T", runner="r2"))

    assert answer.claim == Busy(retry_in=4.0)


async def test_renewing_keeps_the_lease(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim(runner="r1")
    keeper.hours.go_on(5)
    await keeper.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))
    keeper.hours.go_on(5)

    assert isinstance((await keeper.ask(Claim(thread_id="T", runner="r2"))).claim, Busy)


async def test_a_lapsed_lease_is_taken_over_and_the_old_holder_is_stale(keeper: Keeper) -> None:
    await keeper.say("one")
    old = await keeper.claim(runner="r1")
    keeper.hours.go_on(6)

    new = await keeper.claim(runner="r2")

    assert (new.fence, new.attempt) == (old.fence + 1, 2)
    with pytest.raises(Stale):
        await keeper.keep(old, model_says(0, "late"))
    with pytest.raises(Stale):
        await keeper.ask(Renew(turn_id=old.turn.id, fence=old.fence))
    with pytest.raises(Stale):
        await keeper.finish(old)
    assert (await keeper.finish(new, "mine")).text == "mine"


async def test_a_runner_takes_over_its_own_lease_at_once(keeper: Keeper) -> None:
    await keeper.say("one")
    old = await keeper.claim(runner="r1")

    new = await keeper.claim(runner="r1")

    assert (new.fence, new.attempt, new.turn.faults) == (old.fence + 1, 2, 1)


async def test_the_same_claim_again_gives_the_same_fence(keeper: Keeper) -> None:
    await keeper.say("one")
    claim = Claim(thread_id="T", runner="r1", claim_id="c1")
    first = await keeper.ask(claim)

    again = await keeper.ask(claim)

    assert again == first
    assert (await keeper.kinds()).count("turn.started") == 1


async def test_the_fence_of_a_thread_only_grows(keeper: Keeper) -> None:
    fences = []
    for number in range(3):
        await keeper.say(f"message {number}")
        claimed = await keeper.claim()
        fences.append(claimed.fence)
        await keeper.finish(claimed)

    assert fences == [1, 2, 3]


async def test_faults_without_progress_end_a_turn_among_the_dead_letters(keeper: Keeper) -> None:
    await keeper.say("poison")
    await keeper.say("next")
    for _ in range(11):
        claimed = await keeper.claim()
        await keeper.keep(claimed, checkpoint(0, "Once upon"))
        keeper.hours.go_on(6)

    after = await keeper.claim()

    assert after.history[-1].text == "next"
    failed = [event for event in await keeper.events() if isinstance(event, TurnFailed)]
    assert [event.code for event in failed] == ["too_many_faults"]
    assert keeper.mail.count("DLQ") == 1
    page = await keeper.ask(GetMessages(thread_id="T"))
    assert [(m.text, m.stop_reason) for m in page.items if m.role == "assistant"] == [
        ("Once upon", "error")
    ]


async def test_a_fault_after_progress_is_not_counted(keeper: Keeper) -> None:
    await keeper.say("long")
    for number in range(15):
        claimed = await keeper.claim()
        await keeper.keep(claimed, model_says(number, "more"))
        keeper.hours.go_on(6)

    assert (await keeper.claim()).turn.faults == 0


async def test_a_runner_that_stops_hands_its_turn_back_without_a_fault(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim(runner="r1")
    back = HandBack(turn_id=claimed.turn.id, fence=claimed.fence)

    await keeper.ask(back)
    await keeper.ask(back)

    assert keeper.mail[-2:] == ["TURNS", "TURNS"] or keeper.mail[-1] == "TURNS"
    other = await keeper.claim(runner="r2")
    assert (other.attempt, other.turn.faults) == (2, 0)


async def test_a_turn_that_was_stopped_before_its_runner_died_is_ended_by_the_next_claim(
    keeper: Keeper,
) -> None:
    await keeper.say("one")
    claimed = await keeper.claim(runner="r1")
    await keeper.keep(claimed, checkpoint(0, "half a sen"))
    await keeper.ask(StopThread(thread_id="T"))

    answer = await keeper.ask(Claim(thread_id="T", runner="r1"))

    assert answer.claim == NothingToClaim()
    assert (await keeper.kinds())[-2:] == ["message.ready", "turn.cancelled"]


async def test_threads_whose_oldest_turn_can_run_are_listed(keeper: Keeper) -> None:
    await keeper.say("waits", thread_id="A")
    await keeper.say("runs", thread_id="B")
    await keeper.claim(thread_id="B")
    await keeper.talk("is done", thread_id="C")

    assert (await keeper.ask(GetRunnable())).thread_ids == ("A",)
    keeper.hours.go_on(6)
    assert set((await keeper.ask(GetRunnable())).thread_ids) == {"A", "B"}


async def test_a_long_history_is_paged_without_a_gap(keeper: Keeper) -> None:
    for number in range(8):
        await keeper.talk(f"{number} " + "x" * 50_000, f"answer {number}")
    await keeper.say("last")

    claimed = await keeper.claim()
    texts = [m.text.split()[0] for m in claimed.history]
    cursor = claimed.history_next
    while cursor is not None:
        page = await keeper.ask(GetHistory(turn_id=claimed.turn.id, before=cursor, limit=3))
        texts = [m.text.split()[0] for m in page.items] + texts
        cursor = page.next

    assert claimed.history_next is not None
    assert sum(len(m.text) for m in claimed.history) < 256 * 1024
    expected = [word for number in range(8) for word in (str(number), "answer")]
    assert texts == [*expected, "last"]


async def test_a_history_does_not_hold_what_stands_below_the_message(keeper: Keeper) -> None:
    await keeper.say("one")
    first = await keeper.claim()
    await keeper.say("two")
    await keeper.finish(first, "answer to one")

    second = await keeper.claim()

    assert [m.text for m in second.history] == ["one", "answer to one", "two"]


async def test_the_history_of_an_unknown_turn_is_an_error(keeper: Keeper) -> None:
    with pytest.raises(TurnNotFound):
        await keeper.ask(GetHistory(turn_id="none", before="1.1"))


async def test_a_long_journal_is_paged_without_a_gap(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    for number in range(6):
        await keeper.keep(claimed, model_says(number, f"{number}" + "x" * 250_000))
    keeper.hours.go_on(6)

    again = await keeper.claim()
    steps = list(again.steps)
    offset = again.steps_next
    while offset is not None:
        page = await keeper.ask(GetSteps(turn_id=again.turn.id, offset=offset))
        steps += page.items
        offset = page.next

    assert again.steps_next is not None
    assert len(again.model_dump_json()) < 900 * 1024
    assert [step.n for step in steps] == [0, 1, 2, 3, 4, 5]


async def test_a_finish_that_is_repeated_gives_the_first_answer(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    first = await keeper.finish(claimed, "first")

    again = await keeper.finish(claimed, "second")

    assert again == first
    assert (await keeper.kinds()).count("turn.finished") == 1


async def test_a_finish_counts_tokens_and_cost_once(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.finish(claimed)
    await keeper.finish(claimed)

    thread = (await keeper.view()).runtime_context.thread
    assert thread is not None
    assert (thread.total_tokens, thread.cost_micros) == (7, 5)


async def test_a_failed_turn_keeps_its_partial_text_and_says_why(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()

    finished = await keeper.ask(
        Finish(
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            state="failed",
            message=agent_says(claimed, "so far"),
            error=TurnError(code="no_key", text="There is no key.", retryable=False),
        )
    )

    assert finished.message is not None and finished.message.text == "so far"
    failed = (await keeper.events())[-1]
    assert isinstance(failed, TurnFailed)
    assert (failed.code, failed.text, failed.retryable) == ("no_key", "There is no key.", False)


async def test_an_answer_too_big_for_the_bus_loses_what_led_to_it_first(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    parts = tuple(TextPart(step=n, text="thinking " * 10_000) for n in range(20))
    message = agent_says(claimed, "the answer " * 1000).model_copy(update={"parts": parts})

    finished = await keeper.ask(
        Finish(turn_id=claimed.turn.id, fence=claimed.fence, state="done", message=message)
    )

    assert finished.message is not None
    assert finished.message.text == message.text
    assert len(finished.message.parts) == 20
    assert len(finished.message.model_dump_json()) < 512 * 1024


async def test_an_agent_that_does_enough_at_once_lets_other_threads_wait(keeper: Keeper) -> None:
    change = AgentChange(limits=LimitsChange(at_once=1))
    await keeper.ask(UpdateAgent(agent_id="parley", change=change))
    await keeper.say("one", thread_id="T1")
    await keeper.say("two", thread_id="T2")
    first = await keeper.claim(thread_id="T1")

    waits = (await keeper.ask(Claim(thread_id="T2", runner="r1"))).claim
    await keeper.finish(first)

    assert isinstance(waits, Busy)
    assert (await keeper.claim(thread_id="T2")).history[-1].text == "two"
