"""What was said can be changed, deleted, taken back and answered again."""

import pytest
from parley_shared.commands import (
    DeleteAgent,
    DeleteMessage,
    EditMessage,
    RetryMessage,
    ThreadChange,
    UpdateThread,
    WithdrawTurn,
)
from parley_shared.errors import (
    AlreadyRuns,
    BadInput,
    EmptyMessage,
    MessageNotFound,
    QueueFull,
    ThreadArchived,
    TurnNotFound,
)
from parley_shared.ids import turn_id
from parley_shared.store import Append, GetMessage, GetMessages, GetQueue, Renew
from parley_store.tables import message_versions
from sqlalchemy import select

from tests.integration.store.keeper import Keeper, person_says
from tests.integration.store.test_files import upload


async def test_an_edit_is_marked_told_and_keeps_the_original(keeper: Keeper) -> None:
    await keeper.say("Helo", message_id="m1")
    edit = EditMessage(message_id="m1", text="Hello", edit_id="e1")

    edited = await keeper.ask(edit)
    await keeper.ask(edit)
    await keeper.ask(EditMessage(message_id="m1", text="Hello!", edit_id="e2"))

    assert (edited.text, edited.edited) == ("Hello", True)
    assert (await keeper.kinds()).count("message.updated") == 2
    async with keeper.database.read() as session:
        c = message_versions.c
        kept = await session.rows(select(c.edit_id, c.text).order_by(c.edit_id))
    assert [tuple(row) for row in kept] == [("e1", "Helo"), ("e2", "Hello")]


async def test_what_waits_to_join_an_answer_joins_it_in_its_new_words_and_is_answered_once(
    keeper: Keeper,
) -> None:
    await keeper.say("What grows in May?")
    claimed = await keeper.claim()
    await keeper.say("In the shade", message_id="m2", mode="steer")

    edit = EditMessage(message_id="m2", text="In the sun", edit_id="e1", run_again=True)
    await keeper.ask(edit)
    renewed = await keeper.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))
    queue = await keeper.ask(GetQueue(thread_id="T"))

    assert [each.text for each in renewed.steers] == ["In the sun"]
    assert [each.id for each in queue.turns] == [claimed.turn.id]


async def test_an_edit_can_be_answered_beside_the_old_answer(keeper: Keeper) -> None:
    await keeper.talk("What is 2+2", "four")
    asked = (await keeper.ask(GetMessages(thread_id="T"))).items[0]
    edit = EditMessage(message_id=asked.id, text="What is 3+3", edit_id="e1", run_again=True)

    await keeper.ask(edit)
    await keeper.ask(edit)
    claimed = await keeper.claim()
    await keeper.finish(claimed, "six")

    assert claimed.turn.id == turn_id(asked.id, "parley", "e1")
    assert [m.text for m in claimed.history] == ["What is 3+3"]
    page = await keeper.ask(GetMessages(thread_id="T"))
    assert [m.text for m in page.items] == ["What is 3+3", "four", "six"]
    assert {m.reply_to for m in page.items[1:]} == {asked.id}


async def test_an_edit_of_what_still_waits_is_answered_once(keeper: Keeper) -> None:
    await keeper.say("first", message_id="m1")
    await keeper.say("Helo", message_id="m2")
    edit = EditMessage(message_id="m2", text="Hello", edit_id="e1", run_again=True)

    await keeper.ask(edit)
    await keeper.finish(await keeper.claim(), "one")
    await keeper.finish(await keeper.claim(), "Hello to you")

    assert (await keeper.ask(GetQueue(thread_id="T"))).turns == ()
    page = await keeper.ask(GetMessages(thread_id="T"))
    assert [m.text for m in page.items] == ["first", "one", "Hello", "Hello to you"]


@pytest.mark.parametrize(
    ("text", "error"), [("  ", EmptyMessage), ("x" * 300_000, Exception)], ids=["empty", "long"]
)
async def test_an_edit_is_checked_like_a_message(
    keeper: Keeper, text: str, error: type[Exception]
) -> None:
    await keeper.say("Hello", message_id="m1")

    with pytest.raises(error):
        await keeper.ask(EditMessage(message_id="m1", text=text, edit_id="e1"))


@pytest.mark.parametrize("text", ["", " \n"])
async def test_an_edit_may_leave_nothing_but_files(keeper: Keeper, text: str) -> None:
    picture = await upload(keeper, b"picture")
    message = person_says("Look", message_id="m1").model_copy(update={"attachments": (picture,)})
    await keeper.ask(Append(message=message, create=True))

    edited = await keeper.ask(EditMessage(message_id="m1", text=text, edit_id="e1"))

    assert (edited.text, edited.attachments) == ("", (picture,))


async def test_an_answer_cannot_be_edited(keeper: Keeper) -> None:
    answer = await keeper.talk("Hello")

    with pytest.raises(BadInput):
        await keeper.ask(EditMessage(message_id=answer.id, text="No", edit_id="e1"))


async def test_a_retry_answers_again_and_keeps_the_old_answer(keeper: Keeper) -> None:
    answer = await keeper.talk("Hello", "first")
    retry = RetryMessage(message_id=answer.id, retry_id="r1", agent_id="toolbox")

    turn = await keeper.ask(retry)
    assert await keeper.ask(retry) == turn
    claimed = await keeper.claim()
    await keeper.finish(claimed, "second")

    assert (await keeper.kinds()).count("turn.queued") == 1
    assert claimed.agent.id == "toolbox"
    assert [m.text for m in claimed.history] == ["Hello"]
    page = await keeper.ask(GetMessages(thread_id="T"))
    assert [(m.text, m.agent_id) for m in page.items[1:]] == [
        ("first", "parley"),
        ("second", "toolbox"),
    ]


async def test_a_retry_asks_whoever_answered_before(keeper: Keeper) -> None:
    await keeper.say("Hello", agent_id="toolbox", message_id="m1")
    await keeper.finish(await keeper.claim())

    turn = await keeper.ask(RetryMessage(message_id="m1", retry_id="r1"))

    assert turn.agent_id == "toolbox"


async def test_a_retry_asks_the_threads_agent_if_who_answered_is_gone(keeper: Keeper) -> None:
    await keeper.say("Hello", agent_id="toolbox", message_id="m1")
    await keeper.finish(await keeper.claim())
    await keeper.ask(DeleteAgent(agent_id="toolbox"))

    turn = await keeper.ask(RetryMessage(message_id="m1", retry_id="r1"))

    assert turn.agent_id == "parley"


async def test_the_answers_of_a_message_tell_their_own_turns(keeper: Keeper) -> None:
    first = await keeper.talk("Hello", "first")
    retried = await keeper.ask(RetryMessage(message_id=first.id, retry_id="r1"))
    second = await keeper.finish(await keeper.claim(), "second")

    assert first.turn_id is not None
    for answer, turn in ((first, first.turn_id), (second, retried.id)):
        state = await keeper.ask(GetMessage(message_id=answer.id))
        assert state.turn is not None and state.turn.id == turn


async def test_a_retry_that_cannot_be_is_an_error(keeper: Keeper) -> None:
    with pytest.raises(MessageNotFound):
        await keeper.ask(RetryMessage(message_id="none", retry_id="r1"))
    answer = await keeper.talk("Hello")
    for number in range(20):
        await keeper.ask(RetryMessage(message_id=answer.id, retry_id=f"r{number}"))
    with pytest.raises(QueueFull):
        await keeper.ask(RetryMessage(message_id=answer.id, retry_id="one too many"))
    await keeper.ask(UpdateThread(thread_id="T", change=ThreadChange(status="archived")))
    with pytest.raises(ThreadArchived):
        await keeper.ask(RetryMessage(message_id=answer.id, retry_id="archived"))


async def test_a_deleted_message_is_gone_from_pages_and_prompts(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    page = await keeper.ask(GetMessages(thread_id="T"))

    deleted = await keeper.ask(DeleteMessage(message_id=page.items[1].id))
    again = await keeper.ask(DeleteMessage(message_id=page.items[1].id))
    await keeper.say("two")

    assert again == deleted and deleted.deleted
    assert (await keeper.kinds()).count("message.deleted") == 1
    assert [m.text for m in (await keeper.claim()).history] == ["one", "two"]
    assert [m.text for m in (await keeper.ask(GetMessages(thread_id="T"))).items] == [
        "one",
        "two",
    ]


async def test_nobody_answers_a_deleted_message(keeper: Keeper) -> None:
    await keeper.say("one", message_id="m1")
    await keeper.claim()
    await keeper.say("two", message_id="m2")
    await keeper.say("by the way", message_id="m3", mode="steer")

    for message_id in ("m3", "m2", "m1"):
        await keeper.ask(DeleteMessage(message_id=message_id))

    turns = (await keeper.ask(GetQueue(thread_id="T"))).turns
    assert [(turn.state, turn.cancel) for turn in turns] == [("running", True)]
    keeper.hours.go_on(6)
    await keeper.clock.tick()
    assert (await keeper.ask(GetQueue(thread_id="T"))).turns == ()


async def test_a_queued_turn_is_taken_back_with_its_message(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()
    waiting = await keeper.say("two")
    assert waiting.turn is not None
    withdraw = WithdrawTurn(turn_id=waiting.turn.id)

    turn = await keeper.ask(withdraw)
    again = await keeper.ask(withdraw)

    assert turn.state == again.state == "cancelled"
    assert (await keeper.kinds())[-2:] == ["turn.cancelled", "message.deleted"]


async def test_taking_back_a_retry_keeps_the_message(keeper: Keeper) -> None:
    answer = await keeper.talk("one")
    turn = await keeper.ask(RetryMessage(message_id=answer.id, retry_id="r1"))

    await keeper.ask(WithdrawTurn(turn_id=turn.id))

    assert len((await keeper.ask(GetMessages(thread_id="T"))).items) == 2


async def test_what_runs_or_is_unknown_cannot_be_taken_back(keeper: Keeper) -> None:
    await keeper.say("one")
    claimed = await keeper.claim()

    with pytest.raises(AlreadyRuns):
        await keeper.ask(WithdrawTurn(turn_id=claimed.turn.id))
    with pytest.raises(TurnNotFound):
        await keeper.ask(WithdrawTurn(turn_id="none"))
