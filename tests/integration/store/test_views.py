"""The view the store gives is the view of somebody who has seen everything."""

from collections.abc import Awaitable, Callable

import pytest
from parley_shared.agent_view import AgentView
from parley_shared.commands import (
    Decide,
    DeleteMessage,
    DeleteThread,
    EditMessage,
    RestoreThread,
    RetryMessage,
    StopThread,
    ThreadChange,
    UpdateThread,
    WithdrawTurn,
)
from parley_shared.errors import ThreadNotFound
from parley_shared.ids import approval_id, call_id
from parley_shared.journal import SteerStep, ToolStep
from parley_shared.models import Fact, TurnError
from parley_shared.store import Backoff, EventsSince, Finish, GetHeads, GetMessages, GetView

from tests.integration.store.keeper import (
    Keeper,
    agent_says,
    call_of,
    checkpoint,
    model_says,
    wants_approval,
    wants_words,
)


def comparable(view: AgentView) -> AgentView:
    """Without what only says how the view was come by."""
    return view.model_copy(update={"metadata": AgentView(thread_id="T").metadata})


async def check_view(keeper: Keeper, thread_id: str = "T") -> AgentView:
    view, watched = await keeper.view(thread_id), await keeper.watched(thread_id)
    assert comparable(view) == comparable(watched)
    return view


async def an_empty_thread(keeper: Keeper) -> None:
    await keeper.say("Hello")


async def a_running_turn(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.say("two")
    claimed = await keeper.claim()
    call = call_of(claimed.turn, 0, 0, effect="pure")
    await keeper.keep(claimed, model_says(0, "Let me see", call))
    await keeper.keep(
        claimed, ToolStep(n=0, i=0, state="started", call_id=call.call_id, name="send")
    )


async def a_turn_between_two_steps(keeper: Keeper) -> None:
    await a_running_turn(keeper)
    keeper.hours.go_on(6)
    claimed = await keeper.claim(runner="r2")
    await keeper.keep(claimed, model_says(1, "And now"))
    await keeper.keep(claimed, checkpoint(2, "then"))


async def a_queue_behind_a_running_turn(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()
    await keeper.say("two")
    await keeper.say("three", agent_id="toolbox")


async def a_parked_turn_with_a_queue(keeper: Keeper) -> None:
    await keeper.say("Send it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    await keeper.park(
        claimed,
        approvals=[wants_approval(claimed.turn, 0, 0), wants_approval(claimed.turn, 0, 1)],
    )
    await keeper.say("And then?")
    first = approval_id(call_id(claimed.turn.id, 0, 0))
    await keeper.ask(Decide(approval_id=first, decision="deny", reason="No."))


async def a_resumed_turn(keeper: Keeper) -> None:
    await a_parked_turn_with_a_queue(keeper)
    view = await keeper.view()
    second = view.runtime_context.approvals[0].id
    await keeper.ask(Decide(approval_id=second, decision="approve"))
    await keeper.claim(runner="r2")


async def a_question_answered_by_a_message(keeper: Keeper) -> None:
    await keeper.say("Book it")
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "", call_of(claimed.turn, 0, 0)))
    await keeper.park(claimed, queries=[wants_words(claimed.turn, 0, 0)])
    await keeper.say("To Oslo")
    await keeper.finish(await keeper.claim())


async def a_failed_turn(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.say("two")
    claimed = await keeper.claim()
    await keeper.ask(
        Finish(
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            state="failed",
            message=agent_says(claimed, "so far"),
            error=TurnError(
                code="no_key",
                text="There is no key.",
                fact=Fact(name="no_key_for", values={"provider": "openai"}),
            ),
        )
    )


async def a_failed_turn_and_a_new_message(keeper: Keeper) -> None:
    await a_failed_turn(keeper)
    await keeper.say("three")


async def a_failed_turn_that_is_tried_again(keeper: Keeper) -> None:
    await a_failed_turn(keeper)
    asked = (await keeper.view()).error_message_id
    assert asked is not None
    await keeper.ask(RetryMessage(message_id=asked, retry_id="r1"))
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "Once more"))


async def a_turn_stopped_while_queued(keeper: Keeper) -> None:
    await a_failed_turn(keeper)
    await keeper.say("three")
    await keeper.ask(StopThread(thread_id="T"))


async def a_turn_stopped_while_running(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.keep(claimed, checkpoint(0, "Once upon"))
    await keeper.ask(StopThread(thread_id="T"))
    keeper.hours.go_on(6)
    await keeper.clock.tick()


async def steers_that_joined_and_that_did_not(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    joined = await keeper.say("by the way", mode="steer")
    await keeper.say("too late", mode="steer")
    assert joined.message is not None
    await keeper.keep(claimed, SteerStep(n=1, i=0, state="done", message=joined.message))
    await keeper.finish(claimed)


async def a_provider_that_makes_us_wait(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()
    await keeper.ask(
        Backoff(turn_id=claimed.turn.id, fence=claimed.fence, seconds=9, model="m", code="429")
    )


async def an_old_message_answered_again(keeper: Keeper) -> None:
    first = await keeper.talk("one")
    await keeper.talk("two")
    await keeper.ask(RetryMessage(message_id=first.id, retry_id="r1"))
    claimed = await keeper.claim()
    await keeper.keep(claimed, model_says(0, "Once more"))


async def messages_edited_deleted_and_withdrawn(keeper: Keeper) -> None:
    await keeper.talk("one")
    second = await keeper.say("two", message_id="m2")
    third = await keeper.say("three")
    assert second.turn is not None and third.turn is not None
    await keeper.ask(EditMessage(message_id="m2", text="2", edit_id="e1", run_again=True))
    await keeper.ask(WithdrawTurn(turn_id=third.turn.id))
    page = await keeper.ask(GetMessages(thread_id="T"))
    await keeper.ask(DeleteMessage(message_id=page.items[0].id))


async def a_thread_renamed_and_pinned(keeper: Keeper) -> None:
    await keeper.talk("one")
    change = ThreadChange(title="Mine", pinned=True, agent_id="toolbox")
    await keeper.ask(UpdateThread(thread_id="T", change=change))
    await keeper.say("two")


async def a_thread_deleted_while_running_and_restored(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()
    await keeper.say("two")
    await keeper.ask(DeleteThread(thread_id="T"))
    keeper.hours.go_on(6)
    await keeper.clock.tick()
    await keeper.ask(RestoreThread(thread_id="T"))


async def a_thread_deleted_before_anything_ran_and_restored(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.ask(DeleteThread(thread_id="T"))
    await keeper.ask(RestoreThread(thread_id="T"))


@pytest.mark.parametrize(
    "happens",
    [
        an_empty_thread,
        a_running_turn,
        a_turn_between_two_steps,
        a_queue_behind_a_running_turn,
        a_parked_turn_with_a_queue,
        a_resumed_turn,
        a_question_answered_by_a_message,
        a_failed_turn,
        a_failed_turn_and_a_new_message,
        a_failed_turn_that_is_tried_again,
        a_turn_stopped_while_queued,
        a_turn_stopped_while_running,
        steers_that_joined_and_that_did_not,
        a_provider_that_makes_us_wait,
        an_old_message_answered_again,
        messages_edited_deleted_and_withdrawn,
        a_thread_renamed_and_pinned,
        a_thread_deleted_while_running_and_restored,
        a_thread_deleted_before_anything_ran_and_restored,
    ],
    ids=lambda happens: happens.__name__,
)
async def test_a_given_view_is_the_view_of_who_saw_everything(
    keeper: Keeper, happens: Callable[[Keeper], Awaitable[None]]
) -> None:
    await happens(keeper)

    await check_view(keeper)


async def test_why_an_attempt_failed_is_told_also_while_it_is_tried_again(keeper: Keeper) -> None:
    await a_failed_turn_that_is_tried_again(keeper)

    view = await keeper.view()

    assert view.error_text is None
    assert [failed.text for failed in view.failures] == ["There is no key."]


async def test_a_view_shows_the_newest_fifty_messages_and_says_that_there_are_more(
    keeper: Keeper,
) -> None:
    for number in range(30):
        await keeper.talk(f"message {number}", f"answer {number}")
    first = (await keeper.ask(GetMessages(thread_id="T", limit=200))).items[0]
    await keeper.ask(RetryMessage(message_id=first.id, retry_id="r1"))
    await keeper.claim()

    view, watched = await keeper.view(), await keeper.watched()

    assert len(view.visible_messages) == 50 and view.metadata.has_earlier
    assert view.visible_messages == watched.visible_messages[-50:]
    without = {"visible_messages": ()}
    assert comparable(view).model_copy(update=without) == comparable(watched).model_copy(
        update=without
    )


async def test_a_view_of_long_messages_fits_on_the_bus(keeper: Keeper) -> None:
    for _ in range(5):
        await keeper.talk("x" * 250_000, "y" * 250_000)

    view = await keeper.view()

    assert len(view.model_dump_json()) < 900 * 1024
    assert view.metadata.has_earlier
    assert view.visible_messages[-1].text == "y" * 250_000


async def test_a_restored_thread_is_no_longer_shown_as_deleted(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.ask(DeleteThread(thread_id="T"))
    deleted = await keeper.watched()
    await keeper.ask(RestoreThread(thread_id="T"))

    assert deleted.outcome == "deleted"
    assert (await keeper.watched()).outcome is None


async def test_a_view_of_an_unknown_or_hidden_thread_is_an_error(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.ask(DeleteThread(thread_id="T"))

    for thread_id in ("T", "none"):
        with pytest.raises(ThreadNotFound):
            await keeper.ask(GetView(thread_id=thread_id))


async def test_events_are_numbered_without_a_gap_and_read_from_anywhere(keeper: Keeper) -> None:
    for number in range(5):
        await keeper.talk(f"message {number}")

    everything = await keeper.events()
    page = await keeper.ask(EventsSince(thread_id="T", seq=3, limit=4))

    assert [event.seq for event in everything] == list(range(1, len(everything) + 1))
    assert [event.seq for event in page.events] == [4, 5, 6, 7]
    assert page.head == len(everything)


async def test_a_page_of_events_fits_on_the_bus(keeper: Keeper) -> None:
    for _ in range(5):
        await keeper.talk("x" * 250_000)

    page = await keeper.ask(EventsSince(thread_id="T", seq=0))

    assert len(page.model_dump_json()) < 900 * 1024
    assert len(await keeper.events()) == page.head


async def test_heads_name_the_newest_event_and_leave_unknown_threads_out(keeper: Keeper) -> None:
    await keeper.say("one", thread_id="A")
    await keeper.talk("one", thread_id="B")

    heads = await keeper.ask(GetHeads(thread_ids=("A", "B", "none")))

    assert heads.heads == {
        "A": len(await keeper.events("A")),
        "B": len(await keeper.events("B")),
    }
