"""Summaries of a thread's beginning, and what a runner would be given now."""

from parley_shared.commands import DeleteMessage, EditMessage, RetryMessage
from parley_shared.journal import CompactStep
from parley_shared.models import Message
from parley_shared.store import Draft

from tests.integration.store.keeper import Keeper


def summary(to_position: int) -> CompactStep:
    return CompactStep(
        n=0,
        from_position=1,
        to_position=to_position,
        summary="They greeted each other.",
        tokens_before=900,
        tokens_after=100,
    )


async def compact(keeper: Keeper) -> list[Message]:
    """Three turns; the third sums up the first two. Their answers."""
    answers = [await keeper.talk("Hello"), await keeper.talk("How are you?")]
    await keeper.say("And now?")
    claimed = await keeper.claim()
    await keeper.keep(claimed, summary(answers[1].anchor))
    return [*answers, await keeper.finish(claimed)]


async def test_the_next_turn_is_given_the_summary(keeper: Keeper) -> None:
    answers = await compact(keeper)

    await keeper.say("Go on")
    claimed = await keeper.claim()

    assert claimed.compaction == summary(answers[1].anchor)
    assert claimed.history[0].text == "Hello"


async def test_people_see_that_it_happened_and_nothing_else_of_it(keeper: Keeper) -> None:
    await compact(keeper)

    assert "context.compacted" in await keeper.kinds()
    texts = [each.text for each in (await keeper.view()).visible_messages]
    assert texts == ["Hello", "Good.", "How are you?", "Good.", "And now?", "Good."]
    assert await keeper.view() == await keeper.watched()


async def test_an_edited_or_deleted_message_ends_a_summary_of_it(keeper: Keeper) -> None:
    answers = await compact(keeper)
    asked = answers[0].reply_to
    assert asked is not None

    await keeper.ask(EditMessage(message_id=asked, text="Good day", edit_id="e1"))

    await keeper.say("Go on")
    assert (await keeper.claim()).compaction is None


async def test_a_message_after_it_may_go(keeper: Keeper) -> None:
    answers = await compact(keeper)

    await keeper.ask(DeleteMessage(message_id=answers[2].id))

    await keeper.say("Go on")
    assert (await keeper.claim()).compaction is not None


async def test_a_message_that_is_answered_again_is_not_told_what_came_after(
    keeper: Keeper,
) -> None:
    answers = await compact(keeper)
    await keeper.ask(RetryMessage(message_id=answers[0].id, retry_id="r1"))

    assert (await keeper.claim()).compaction is None


async def test_a_draft_is_what_a_claim_would_be_and_keeps_nothing(keeper: Keeper) -> None:
    answers = await compact(keeper)
    before = await keeper.events()

    draft = await keeper.ask(Draft(agent_id="parley", thread_id="T", text="Go on"))

    assert await keeper.events() == before
    await keeper.say("Go on")
    claimed = await keeper.claim()
    assert [each.text for each in draft.history] == [each.text for each in claimed.history]
    assert draft.compaction == claimed.compaction == summary(answers[1].anchor)


async def test_a_draft_without_a_thread_is_the_beginning_of_one(keeper: Keeper) -> None:
    draft = await keeper.ask(Draft(agent_id="parley", text="Hello"))

    assert [each.text for each in draft.history] == ["Hello"]
