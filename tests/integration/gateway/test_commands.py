"""Commands of an outside chat, on the real store."""

import pytest
from parley_shared import ids
from parley_shared.bus import Bus
from parley_shared.commands import (
    CreateThread,
    RetryMessage,
    StopThread,
    ThreadChange,
    UpdateThread,
)
from parley_shared.errors import AgentNotFound, BadInput, MessageNotFound, ThreadNotFound
from parley_shared.gateway import CommandAnswer, RunCommand
from parley_shared.inbound import Inbound
from parley_shared.store import GetChat, GetMessages, GetQueue, GetThread, ListThreads, Renew

from tests.house import House
from tests.integration.gateway.test_inbound import heard, tell, until_known
from tests.scripted_runner import claim_turn

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Chat:
    """A Telegram chat of its own."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.id = ids.uuid7()

    async def say(
        self, text: str, command_id: str | None = None, message_id: str | None = None
    ) -> CommandAnswer:
        question = RunCommand(
            command_id=command_id or ids.uuid7(),
            channel="telegram",
            chat=self.id,
            text=text,
            message_id=message_id,
        )
        return await self._bus.ask(question)


async def say_each(house: House, asker: Bus, chat: Chat, *texts: str) -> list[Inbound]:
    """One after the other, each kept before the next is said."""
    said = [heard(text, chat=chat.id) for text in texts]
    for inbound in said:
        await tell(house, inbound)
        await until_known(asker, inbound.message_id)
    return said


async def test_a_new_thread_is_begun_and_looked_at_once_however_often_it_is_asked(
    house: House,
) -> None:
    async with house.bus("telegram") as telegram, house.bus("gateway") as asker:
        chat, command_id = Chat(telegram), ids.uuid7()

        first = await chat.say("/new Garden plan", command_id)
        again = await chat.say("/new Garden plan", command_id)
        pointer = await asker.ask(GetChat(channel="telegram", chat=chat.id))
        found = await asker.ask(ListThreads(q="Garden plan"))

    assert first == again
    assert first.text == "New thread “Garden plan”."
    assert first.thread_id == pointer.thread_id == found.items[0].thread.id
    assert len(found.items) == 1


async def test_threads_are_listed_and_chosen_by_number_words_or_id(house: House) -> None:
    async with house.bus("telegram") as telegram:
        chat = Chat(telegram)
        older = await chat.say("/new Rhubarb")
        newer = await chat.say("/new Quince")

        listed = await chat.say("/threads")
        by_number = await chat.say("/thread 2")
        by_words = await chat.say("/thread quince")
        by_id = await chat.say(f"/thread {older.thread_id}")
        now = await chat.say("/thread")

    assert listed.text.splitlines()[:2] == ["1. ✅ “Quince”", "2. “Rhubarb”"]
    assert listed.options[1].value == f"/thread {older.thread_id}"
    assert by_number.thread_id == by_id.thread_id == older.thread_id
    assert by_words.thread_id == newer.thread_id
    assert now.text == "This chat looks at “Rhubarb”."


async def test_what_is_no_command_is_left_to_the_agent(house: House) -> None:
    async with house.bus("telegram") as telegram:
        answer = await Chat(telegram).say("/etc/hosts is what?")

    assert answer == CommandAnswer(known=False)


async def test_help_names_every_command(house: House) -> None:
    async with house.bus("telegram") as telegram:
        answer = await Chat(telegram).say("/help")

    assert answer.text.count("\n/") == 9


@pytest.mark.parametrize("command", ["/fork", "/stop", "/retry", "/title x", "/status", "/agent"])
async def test_without_a_thread_one_is_told_how_to_begin(house: House, command: str) -> None:
    async with house.bus("telegram") as telegram:
        with pytest.raises(ThreadNotFound, match="/new begins one"):
            await Chat(telegram).say(command)


async def test_an_unknown_thread_or_agent_is_named(house: House) -> None:
    async with house.bus("telegram") as telegram:
        chat = Chat(telegram)
        await chat.say("/new")

        with pytest.raises(ThreadNotFound, match="'nothing like it'"):
            await chat.say("/thread nothing like it")
        with pytest.raises(AgentNotFound, match="'ghost'"):
            await chat.say("/agent ghost")
        with pytest.raises(BadInput, match="201 characters"):
            await chat.say("/title " + "x" * 201)


async def test_a_thread_is_named_given_another_agent_and_forked(house: House) -> None:
    async with house.bus("telegram") as telegram, house.bus("gateway") as asker:
        chat = Chat(telegram)
        begun = await chat.say("/new")
        await chat.say("/title Sums")
        agents = await chat.say("/agent")
        chosen = await chat.say("/agent toolbox")
        forked = await chat.say("/fork Other sums")
        parent = await asker.ask(GetThread(thread_id=str(begun.thread_id)))
        child = await asker.ask(GetThread(thread_id=str(forked.thread_id)))
        status = await chat.say("/status")

    assert (parent.title, parent.agent_id) == ("Sums", "toolbox")
    assert "toolbox" in {option.value.removeprefix("/agent ") for option in agents.options}
    assert chosen.text == "Toolbox answers now in “Sums”."
    assert (child.title, child.parent_thread_id) == ("Other sums", parent.id)
    assert "nothing runs" in status.text


async def test_a_thread_is_forked_once_however_often_it_is_asked(house: House) -> None:
    """The first answer may be lost after the chat was already turned to the fork."""
    async with house.bus("telegram") as telegram:
        chat, command_id = Chat(telegram), ids.uuid7()
        await chat.say("/new Beans")

        first = await chat.say("/fork More beans", command_id)
        again = await chat.say("/fork More beans", command_id)

    assert first == again
    assert first.text == "Forked from “Beans”: “More beans”."


async def test_an_answer_is_stopped_and_tried_again(house: House) -> None:
    async with (
        house.bus("telegram") as telegram,
        house.bus("gateway") as asker,
        house.bus("agent-runner") as runner,
    ):
        chat = Chat(telegram)
        thread_id = str((await chat.say("/new")).thread_id)
        nothing = await chat.say("/stop")
        await say_each(house, asker, chat, "Hello")
        turn = await claim_turn(runner, thread_id)
        await turn.say("Hi")
        await turn.finish()

        command_id = ids.uuid7()
        first = await chat.say("/retry", command_id)
        again = await chat.say("/retry", command_id)
        queued = await chat.say("/status")
        await claim_turn(runner, thread_id)
        running = await chat.say("/status")
        stopped = await chat.say("/stop")

    assert nothing.text == "Nothing runs in this thread."
    assert first == again
    assert queued.text.endswith("answers; 1 message waits for its turn.")
    assert running.text.endswith("answers; an answer is being written.")
    assert stopped.text.startswith("Stopped")


async def test_the_list_of_threads_has_pages(house: House) -> None:
    async with house.bus("telegram") as telegram:
        chat = Chat(telegram)
        begun = [await chat.say(f"/new Page {number}") for number in range(9)]

        first = await chat.say("/threads")
        second = await chat.say("/threads 2")
        by_number = await chat.say("/thread 9")
        beyond = await chat.say("/threads 99")

    assert len(first.text.splitlines()) == 8
    assert first.options[-1].value == "/threads 2"
    assert second.text.splitlines()[0] == "9. “Page 0”"
    assert "◀" in [each.label for each in second.options]
    assert by_number.thread_id == begun[0].thread_id
    assert beyond.text == "There are no more threads."


async def test_words_that_fit_several_threads_are_asked_about(house: House) -> None:
    async with house.bus("telegram") as telegram:
        chat = Chat(telegram)
        one = await chat.say("/new Medlar tree")
        other = await chat.say("/new Medlar jam")

        unsure = await chat.say("/thread medlar")
        exact = await chat.say("/thread medlar tree")

    assert unsure.thread_id is None
    assert {each.value for each in unsure.options} == {
        f"/thread {one.thread_id}",
        f"/thread {other.thread_id}",
    }
    assert exact.thread_id == one.thread_id


async def test_a_fork_ends_at_the_message_that_the_command_answers(house: House) -> None:
    async with house.bus("telegram") as telegram, house.bus("gateway") as asker:
        chat = Chat(telegram)
        thread_id = str((await chat.say("/new Plums")).thread_id)
        await asker.ask(
            UpdateThread(thread_id=thread_id, change=ThreadChange(respond_policy="off"))
        )
        said = await say_each(house, asker, chat, "message 0", "message 1", "message 2")
        await chat.say("/new Elsewhere")

        forked = await chat.say("/fork Early plums", message_id=said[1].message_id)
        kept = await asker.ask(GetMessages(thread_id=str(forked.thread_id)))
        child = await asker.ask(GetThread(thread_id=str(forked.thread_id)))
        with pytest.raises(MessageNotFound):
            await chat.say("/fork", message_id="nobody-said-this")

    assert [each.text for each in kept.items] == ["message 0", "message 1"]
    assert child.parent_thread_id == thread_id


async def test_stop_all_ends_what_waits_too(house: House) -> None:
    async with (
        house.bus("telegram") as telegram,
        house.bus("gateway") as asker,
        house.bus("agent-runner") as runner,
    ):
        chat = Chat(telegram)
        thread_id = str((await chat.say("/new")).thread_id)
        await say_each(house, asker, chat, "message 0", "message 1", "message 2")
        turn = await claim_turn(runner, thread_id)

        stopped = await chat.say("/stop all")
        claimed = turn.claimed
        cancelled = await runner.ask(Renew(turn_id=claimed.turn.id, fence=claimed.fence))
        left = (await asker.ask(GetQueue(thread_id=thread_id))).turns

    assert stopped.text.endswith("2 that waited will not be answered.")
    assert cancelled.cancel
    assert [each.id for each in left] == [claimed.turn.id]


async def test_stop_all_that_is_heard_twice_stops_nothing_that_was_asked_since(
    house: House,
) -> None:
    async with (
        house.bus("telegram") as telegram,
        house.bus("gateway") as asker,
    ):
        chat, command_id = Chat(telegram), ids.uuid7()
        thread_id = str((await chat.say("/new")).thread_id)
        await say_each(house, asker, chat, "message 0", "message 1")
        first = await chat.say("/stop all", command_id)
        await say_each(house, asker, chat, "asked since")

        again = await chat.say("/stop all", command_id)
        queue = await asker.ask(GetQueue(thread_id=thread_id))

    assert again == first
    assert first.text.endswith("1 that waited will not be answered.")
    assert [queue.messages[each.message_id].text for each in queue.turns] == ["asked since"]


async def test_stop_all_that_came_while_nothing_ran_stops_nothing_later_either(
    house: House,
) -> None:
    async with (
        house.bus("telegram") as telegram,
        house.bus("gateway") as asker,
    ):
        chat, command_id = Chat(telegram), ids.uuid7()
        thread_id = str((await chat.say("/new")).thread_id)
        first = await chat.say("/stop all", command_id)
        await say_each(house, asker, chat, "asked since")

        again = await chat.say("/stop all", command_id)
        queue = await asker.ask(GetQueue(thread_id=thread_id))

    assert again == first
    assert [queue.messages[each.message_id].text for each in queue.turns] == ["asked since"]


async def test_a_stop_that_is_heard_twice_stops_one_answer(house: House) -> None:
    """Its first answer may be lost with whoever was to give it."""
    async with (
        house.bus("telegram") as telegram,
        house.bus("gateway") as asker,
    ):
        chat, command_id = Chat(telegram), ids.uuid7()
        thread_id = str((await chat.say("/new")).thread_id)
        await say_each(house, asker, chat, "message 0", "message 1", "message 2", "message 3")
        press = StopThread(thread_id=thread_id, stop_id=ids.uuid7())

        typed = [await chat.say("/stop", command_id) for _ in range(2)]
        pressed = [await telegram.ask(press, service="gateway") for _ in range(2)]
        queue = await asker.ask(GetQueue(thread_id=thread_id))

    assert typed[0] == typed[1]
    assert pressed[0].id == pressed[1].id
    assert [queue.messages[each.message_id].text for each in queue.turns] == [
        "message 2",
        "message 3",
    ]


async def test_commands_are_checked_before_the_store_is_asked(house: House) -> None:
    async with house.bus("web") as web:
        with pytest.raises(BadInput, match="title"):
            await web.ask(CreateThread(thread_id="t1", title="x" * 201), service="gateway")
        with pytest.raises(BadInput, match="thread_id"):
            await web.ask(StopThread(thread_id="a b"), service="gateway")
        with pytest.raises(BadInput, match="retry_id"):
            await web.ask(RetryMessage(message_id="m1", retry_id=""), service="gateway")
