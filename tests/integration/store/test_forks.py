"""Forks: what was said up to a point, with lineage on both sides."""

import pytest
from parley_shared.commands import ForkThread, RetryMessage
from parley_shared.errors import AlreadyExists, BadInput, MessageNotFound, ThreadNotFound
from parley_shared.ids import copy_id
from parley_shared.models import Message
from parley_shared.store import GetMessages, GetQueue, GetThread, ListThreads

from tests.integration.store.keeper import Keeper


async def shown(keeper: Keeper, thread_id: str) -> list[Message]:
    return list((await keeper.ask(GetMessages(thread_id=thread_id, limit=200))).items)


async def test_a_fork_copies_what_was_said_up_to_a_message(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    point = await keeper.talk("two", "answer two")
    await keeper.talk("three")

    child = await keeper.ask(ForkThread(thread_id="T", new_thread_id="F", message_id=point.id))

    copies = await shown(keeper, "F")
    assert [m.text for m in copies] == ["one", "answer one", "two", "answer two"]
    originals = await shown(keeper, "T")
    assert [m.id for m in copies] == [copy_id(m.id, "F") for m in originals[:4]]
    assert {m.thread_id for m in copies} == {"F"}
    assert {m.turn_id for m in copies} == {None}
    assert copies[3].reply_to == copies[2].id
    assert (child.parent_thread_id, child.parent_message_id) == ("T", point.id)
    assert child.title == "one" and child.total_tokens == 0
    assert (await keeper.ask(GetThread(thread_id="T"))).children == ("F",)
    assert (await keeper.kinds())[-1] == "thread.updated"


async def test_a_fork_can_leave_its_point_out(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    point = await keeper.say("two")
    assert point.message is not None

    await keeper.ask(
        ForkThread(thread_id="T", new_thread_id="F", message_id=point.message.id, inclusive=False)
    )

    assert [m.text for m in await shown(keeper, "F")] == ["one", "answer one"]


async def test_a_fork_of_all_leaves_out_what_is_not_answered_yet(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    await keeper.say("two")
    await keeper.claim()
    await keeper.say("by the way", mode="steer")
    await keeper.say("three")

    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F"))

    assert [m.text for m in await shown(keeper, "F")] == ["one", "answer one"]
    assert (await keeper.ask(GetQueue(thread_id="F"))).turns == ()


async def test_a_fork_at_a_message_has_it_although_nobody_has_answered_yet(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    point = await keeper.say("two")
    assert point.message is not None
    await keeper.claim()
    await keeper.say("three")

    child = await keeper.ask(
        ForkThread(thread_id="T", new_thread_id="F", message_id=point.message.id)
    )

    assert [m.text for m in await shown(keeper, "F")] == ["one", "answer one", "two"]
    assert child.parent_message_id == point.message.id
    assert (await keeper.ask(GetQueue(thread_id="F"))).turns == ()


async def test_a_fork_at_a_message_that_joins_an_answer_has_it(keeper: Keeper) -> None:
    await keeper.say("one")
    await keeper.claim()
    point = await keeper.say("by the way", mode="steer")
    assert point.message is not None

    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F", message_id=point.message.id))

    assert [m.text for m in await shown(keeper, "F")] == ["one", "by the way"]


async def test_a_message_that_is_answered_once_more_is_still_copied(keeper: Keeper) -> None:
    answer = await keeper.talk("one", "answer one")
    await keeper.ask(RetryMessage(message_id=answer.id, retry_id="r1"))

    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F"))

    assert [m.text for m in await shown(keeper, "F")] == ["one", "answer one"]


async def test_the_same_fork_again_is_the_same_thread(keeper: Keeper) -> None:
    await keeper.talk("one")
    question = ForkThread(thread_id="T", new_thread_id="F", title="Another way")
    first = await keeper.ask(question)

    again = await keeper.ask(question)

    assert again.title == first.title == "Another way"
    assert (await keeper.ask(GetThread(thread_id="T"))).children == ("F",)


async def test_a_fork_that_cannot_be_is_an_error(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.talk("one", thread_id="other")

    with pytest.raises(ThreadNotFound):
        await keeper.ask(ForkThread(thread_id="none", new_thread_id="F"))
    with pytest.raises(AlreadyExists):
        await keeper.ask(ForkThread(thread_id="T", new_thread_id="other"))
    with pytest.raises(BadInput):
        await keeper.ask(ForkThread(thread_id="T", new_thread_id="a b"))
    elsewhere = (await shown(keeper, "other"))[0].id
    with pytest.raises(MessageNotFound):
        await keeper.ask(ForkThread(thread_id="T", new_thread_id="F", message_id=elsewhere))
    with pytest.raises(ThreadNotFound):
        await keeper.ask(GetThread(thread_id="F"))


async def test_a_fork_goes_on_as_any_thread(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F"))

    await keeper.say("two", thread_id="F")
    claimed = await keeper.claim(thread_id="F")
    await keeper.finish(claimed, "answer two")

    assert [m.text for m in claimed.history] == ["one", "answer one", "two"]
    assert [m.text for m in await shown(keeper, "T")] == ["one", "answer one"]
    view, watched = await keeper.view("F"), await keeper.watched("F")
    assert view.visible_messages == watched.visible_messages
    assert view.runtime_context == watched.runtime_context


async def test_a_fork_is_found_by_what_was_copied(keeper: Keeper) -> None:
    await keeper.talk("about whales")
    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F", title="copy"))

    rows = (await keeper.ask(ListThreads(q="whales"))).items

    assert sorted(row.thread.id for row in rows) == ["F", "T"]


async def test_a_fork_of_a_long_thread_does_not_flood_the_bus(keeper: Keeper) -> None:
    for number in range(60):
        await keeper.talk(f"{number}")
    mail = len(keeper.mail)

    await keeper.ask(ForkThread(thread_id="T", new_thread_id="F"))

    assert len(keeper.mail) == mail + 1
    assert len(await shown(keeper, "F")) == 120
    assert len(await keeper.events("F")) == 121
