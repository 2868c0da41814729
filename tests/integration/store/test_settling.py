"""A person says what became of a call of which nobody knew whether it happened."""

from typing import Literal

import pytest
from parley_shared.commands import RetryCall, SettleCall
from parley_shared.errors import AlreadyDecided, CallNotFound
from parley_shared.models import Message, ToolPart
from parley_shared.store import Claimed, Finish

from tests.integration.store.keeper import USAGE, Keeper, agent_says


async def answer_with_unknown(keeper: Keeper) -> Message:
    """The agent's answer after a fault in the middle of its call."""
    await keeper.say("Write to Ada")
    claimed = await keeper.claim()
    return await finish_with(keeper, claimed)


async def finish_with(
    keeper: Keeper, claimed: Claimed, state: Literal["unknown", "error"] = "unknown"
) -> Message:
    part = ToolPart(
        step=0, call_id="c1", name="send", title="Send mail", state=state, summary="Perhaps."
    )
    message = agent_says(claimed, "I don't know.").model_copy(update={"parts": (part,)})
    finished = await keeper.ask(
        Finish(
            turn_id=claimed.turn.id,
            fence=claimed.fence,
            state="done",
            message=message,
            usage=USAGE,
        )
    )
    assert finished.message is not None
    return finished.message


def settle(message: Message, *, happened: bool, call_id: str = "c1") -> SettleCall:
    return SettleCall(message_id=message.id, call_id=call_id, happened=happened, by="Ada")


def state_of(message: Message) -> tuple[str, str]:
    (part,) = message.parts
    assert isinstance(part, ToolPart)
    return part.state, part.summary


async def test_a_call_that_has_happened_is_done_on_every_screen(keeper: Keeper) -> None:
    message = await answer_with_unknown(keeper)

    settled = await keeper.ask(settle(message, happened=True))
    again = await keeper.ask(settle(message, happened=True))

    assert state_of(settled) == ("done", "Ada says that it has happened.")
    assert again == settled
    watched = await keeper.watched()
    assert watched.visible_messages == (await keeper.view()).visible_messages
    assert state_of(watched.visible_messages[-1]) == state_of(settled)


async def test_a_call_that_did_not_happen_is_asked_for_once_more(keeper: Keeper) -> None:
    message = await answer_with_unknown(keeper)

    settled = await keeper.ask(settle(message, happened=False))
    await keeper.ask(settle(message, happened=False))

    assert state_of(settled) == ("error", "Ada says that it did not happen.")
    claimed = await keeper.claim()
    assert claimed.history[-1].text == "The call “Send mail” did not happen. Please do it again."
    assert claimed.agent.id == message.agent_id
    assert len((await keeper.view()).visible_messages) == 3


async def test_the_first_word_stands(keeper: Keeper) -> None:
    message = await answer_with_unknown(keeper)
    await keeper.ask(settle(message, happened=True))

    with pytest.raises(AlreadyDecided, match="Ada says that it has happened"):
        await keeper.ask(settle(message, happened=False))


async def test_a_call_that_is_not_there_is_said_to_be_not_there(keeper: Keeper) -> None:
    message = await answer_with_unknown(keeper)

    with pytest.raises(CallNotFound):
        await keeper.ask(settle(message, happened=True, call_id="c2"))


async def test_a_call_that_failed_is_asked_for_once_more_and_only_once(keeper: Keeper) -> None:
    await keeper.say("Write to Ada")
    message = await finish_with(keeper, await keeper.claim(), "error")
    question = RetryCall(message_id=message.id, call_id="c1", by="Ada")

    asked = await keeper.ask(question)
    again = await keeper.ask(question)

    assert asked == again
    assert asked.text == "The call “Send mail” failed. Please try it again."
    assert asked.sender is None  # it is the person's, as what they write is
    claimed = await keeper.claim()
    assert claimed.history[-1].text == asked.text
    assert claimed.agent.id == message.agent_id
    assert len((await keeper.view()).visible_messages) == 3


async def test_a_call_that_did_not_fail_is_not_tried_again(keeper: Keeper) -> None:
    message = await answer_with_unknown(keeper)

    with pytest.raises(AlreadyDecided, match="is unknown and did not fail"):
        await keeper.ask(RetryCall(message_id=message.id, call_id="c1"))
