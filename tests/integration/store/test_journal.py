"""The journal: every step once, and what its steps tell."""

import pytest
from parley_shared.errors import BadInput, Stale
from parley_shared.events import ModelFallback, ModelRetrying, TextDone, ToolCalled
from parley_shared.ids import call_id
from parley_shared.journal import ApprovalStep, ChildStep, CompactStep, ToolStep
from parley_shared.models import Usage
from parley_shared.store import Backoff, Claim, Note, NothingToClaim

from tests.integration.store.keeper import Keeper, call_of, checkpoint, model_says


async def test_a_model_step_tells_its_text_its_usage_and_then_its_calls(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    before = len(await keeper.events())
    calls = [call_of(claimed.turn, 0, i) for i in range(2)]
    used = Usage(model="demo/echo", input_tokens=1)

    await keeper.keep(
        claimed, model_says(0, "Let me see", *calls).model_copy(update={"usage": used})
    )

    told = await keeper.events(since=before)
    assert [e.kind for e in told] == [
        "text.done",
        "usage.reported",
        "tool.called",
        "tool.called",
    ]
    assert isinstance(told[0], TextDone) and told[0].text == "Let me see"
    assert isinstance(told[3], ToolCalled) and told[3].call_id == calls[1].call_id


async def test_a_step_with_a_result_keeps_it(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    first = model_says(0, "first")
    await keeper.keep(claimed, first)

    kept = await keeper.keep(claimed, model_says(0, "second"))

    assert kept.step == first
    assert (await keeper.kinds()).count("text.done") == 1


async def test_a_checkpoint_is_replaced_and_tells_nothing(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    before = len(await keeper.events())
    await keeper.keep(claimed, checkpoint(0, "On"))
    await keeper.keep(claimed, checkpoint(0, "Once"))
    keeper.hours.go_on(6)

    assert (await keeper.claim()).steps == (checkpoint(0, "Once"),)
    assert await keeper.kinds(since=before) == ["turn.started"]


async def test_a_tool_tells_its_start_once_and_its_end(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    call = call_of(claimed.turn, 0, 0)
    await keeper.keep(claimed, model_says(0, "", call))
    before = len(await keeper.events())
    started = ToolStep(n=0, i=0, state="started", call_id=call.call_id, name="send")

    await keeper.keep(claimed, started)
    await keeper.keep(claimed, started)
    await keeper.keep(claimed, started.model_copy(update={"state": "done", "summary": "sent"}))

    assert await keeper.kinds(since=before) == ["tool.started", "tool.finished"]


async def test_what_happened_in_a_sub_agent_and_to_the_context_is_told(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    before = len(await keeper.events())
    child = ChildStep(n=0, i=2, state="started", thread_id="C", turn_id="t1", agent_id="toolbox")

    await keeper.keep(claimed, child)
    await keeper.keep(claimed, child.model_copy(update={"state": "done", "summary": "42"}))
    compact = CompactStep(
        n=1, from_position=1, to_position=1, summary="s", tokens_before=9, tokens_after=1
    )
    await keeper.keep(claimed, compact)

    told = await keeper.events(since=before)
    assert [e.kind for e in told] == [
        "subagent.started",
        "subagent.finished",
        "context.compacted",
    ]
    assert told[0].model_dump()["call_id"] == call_id(claimed.turn.id, 0, 2)


async def test_a_runner_cannot_write_what_humans_decide(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()

    with pytest.raises(BadInput):
        await keeper.keep(
            claimed, ApprovalStep(n=0, i=0, state="done", approval_id="p1", approved=True)
        )


async def test_trouble_with_the_model_is_told_once_for_each_note(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    before = len(await keeper.events())
    retrying = Note(
        turn_id=claimed.turn.id,
        fence=claimed.fence,
        note_id="n1",
        model="demo/echo",
        code="rate_limited",
        wait_ms=500,
    )
    fallback = retrying.model_copy(update={"note_id": "n2", "next_model": "demo/slow"})

    for note in (retrying, retrying, fallback):
        await keeper.ask(note)

    first, second = await keeper.events(since=before)
    assert isinstance(first, ModelRetrying) and first.wait_ms == 500
    assert isinstance(second, ModelFallback) and second.next_model == "demo/slow"


async def test_a_turn_that_waits_for_a_provider_runs_again_in_time(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    wait = Backoff(
        turn_id=claimed.turn.id, fence=claimed.fence, seconds=30, model="m", code="overloaded"
    )
    await keeper.ask(wait)
    await keeper.ask(wait)

    assert (await keeper.kinds()).count("model.retrying") == 1
    assert (await keeper.ask(Claim(thread_id="T", runner="r1"))).claim == NothingToClaim()
    keeper.hours.go_on(30)
    await keeper.clock.tick()
    assert keeper.mail[-1] == "TURNS"
    again = await keeper.claim()
    assert (again.attempt, again.turn.faults) == (2, 0)
    with pytest.raises(Stale):
        await keeper.ask(wait)
