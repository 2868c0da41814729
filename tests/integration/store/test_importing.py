"""Threads that come back from a file."""

import pytest
from parley_shared.commands import ImportMessages
from parley_shared.errors import AlreadyExists, TooLong
from parley_shared.ids import copy_id
from parley_shared.models import TEXT_LIMIT, FileRef, Message
from parley_shared.store import GetMessages, GetQueue, GetThread

from tests.integration.store.keeper import Keeper


async def read(keeper: Keeper, thread_id: str) -> tuple[Message, ...]:
    return (await keeper.ask(GetMessages(thread_id=thread_id, limit=200))).items


async def test_what_was_said_comes_back_as_a_new_thread_that_nobody_answers(
    keeper: Keeper,
) -> None:
    await keeper.talk("one", "answer one")
    saved = await read(keeper, "T")

    thread = await keeper.ask(ImportMessages(thread_id="I", title="Back", messages=saved))

    assert thread.title == "Back"
    copies = await read(keeper, "I")
    assert [each.text for each in copies] == ["one", "answer one"]
    assert [each.id for each in copies] == [copy_id(each.id, "I") for each in saved]
    assert copies[1].reply_to == copies[0].id
    assert (await keeper.ask(GetQueue(thread_id="I"))).turns == ()


async def test_the_same_import_again_changes_nothing(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    question = ImportMessages(thread_id="I", messages=await read(keeper, "T"))
    await keeper.ask(question)

    await keeper.ask(question)

    assert len(await read(keeper, "I")) == 2


async def test_slices_follow_each_other_and_the_talk_goes_on_behind_them(keeper: Keeper) -> None:
    await keeper.talk("one", "answer one")
    first, second = await read(keeper, "T")

    await keeper.ask(ImportMessages(thread_id="I", messages=(first,)))
    await keeper.ask(ImportMessages(thread_id="I", messages=(second,)))
    await keeper.say("on we go", thread_id="I")

    assert [each.text for each in await read(keeper, "I")] == ["one", "answer one", "on we go"]


async def test_files_that_are_not_here_and_agents_that_are_gone_are_done_without(
    keeper: Keeper,
) -> None:
    await keeper.talk("one")
    (message,) = (await read(keeper, "T"))[:1]
    far = FileRef(id="far", name="a.txt", media_type="text/plain", size=1, sha256="0")
    saved = message.model_copy(update={"attachments": (far,)})

    await keeper.ask(ImportMessages(thread_id="I", agent_id="nobody", messages=(saved,)))

    assert (await read(keeper, "I"))[0].attachments == ()
    here = await keeper.ask(GetThread(thread_id="T"))
    assert (await keeper.ask(GetThread(thread_id="I"))).agent_id == here.agent_id


async def test_a_text_that_nobody_could_have_said_is_not_taken(keeper: Keeper) -> None:
    await keeper.talk("one")
    (message,) = (await read(keeper, "T"))[:1]
    long = message.model_copy(update={"text": "x" * (TEXT_LIMIT + 1)})

    with pytest.raises(TooLong):
        await keeper.ask(ImportMessages(thread_id="I", messages=(long,)))


async def test_an_answer_of_blanks_comes_back_too(keeper: Keeper) -> None:
    blank = await keeper.talk("one", "\n")

    await keeper.ask(ImportMessages(thread_id="I", messages=await read(keeper, "T")))

    assert [each.text for each in await read(keeper, "I")] == ["one", blank.text]


async def test_a_thread_with_other_messages_stays_as_it_is(keeper: Keeper) -> None:
    await keeper.talk("one")
    await keeper.talk("another", thread_id="there")
    before = await read(keeper, "there")

    with pytest.raises(AlreadyExists, match="there"):
        await keeper.ask(ImportMessages(thread_id="there", messages=await read(keeper, "T")))

    assert await read(keeper, "there") == before
