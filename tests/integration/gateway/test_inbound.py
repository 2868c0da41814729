"""What channels heard becomes messages in their order, once each, or is refused with a reason."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from parley_shared import ids, subjects
from parley_shared.bus import Bus
from parley_shared.commands import CreateThread, ThreadChange, UpdateThread
from parley_shared.inbound import Inbound
from parley_shared.models import Refusal
from parley_shared.store import GetMessage, GetMessages, MessageState, PointChat

from tests.house import House
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


def heard(text: str, **fields: object) -> Inbound:
    """In a Telegram chat of its own."""
    known = {"message_id": ids.uuid7(), "channel": "telegram", "chat": ids.uuid7(), "text": text}
    return Inbound.model_validate({**known, **fields})


async def tell(house: House, *inbounds: Inbound) -> None:
    async with house.bus("telegram") as telegram:
        for inbound in inbounds:
            subject = subjects.inbound(inbound.channel, inbound.chat)
            await telegram.queue(subject, inbound, job_id=inbound.message_id)


async def until_known(asker: Bus, message_id: str) -> MessageState:
    async with asyncio.timeout(PATIENCE):
        while True:
            state = await asker.ask(GetMessage(message_id=message_id))
            if state.message or state.refusal:
                return state
            await asyncio.sleep(0.01)


async def make_thread(asker: Bus) -> str:
    thread_id = ids.uuid7()
    await asker.ask(CreateThread(thread_id=thread_id))
    return thread_id


async def test_a_chat_speaks_to_the_thread_it_looks_at(house: House) -> None:
    async with house.bus("gateway") as asker:
        thread_id = await make_thread(asker)
        inbound = heard("  Hello\n", sender="Ada")
        where = PointChat(channel="telegram", chat=inbound.chat, thread_id=thread_id)
        await asker.ask(where)

        await tell(house, inbound)
        message = (await until_known(asker, inbound.message_id)).message

    assert message is not None
    assert (message.thread_id, message.text, message.sender) == (thread_id, "Hello", "Ada")
    assert message.source == "telegram"


async def test_a_thread_that_is_named_wins_over_the_one_the_chat_looks_at(house: House) -> None:
    async with house.bus("gateway") as asker:
        looked_at, named = await make_thread(asker), await make_thread(asker)
        inbound = heard("Hello", thread_id=named)
        where = PointChat(channel="telegram", chat=inbound.chat, thread_id=looked_at)
        await asker.ask(where)

        await tell(house, inbound)
        message = (await until_known(asker, inbound.message_id)).message

    assert message is not None
    assert message.thread_id == named


@pytest.mark.parametrize(
    ("text", "agent_id", "answers"),
    [
        ("Hello", None, "parley"),
        ("Hello", "toolbox", "toolbox"),
        ("@Toolbox what is 2+2?", None, "toolbox"),
        ("@nobody what is 2+2?", None, "parley"),
        ("@Toolbox what is 2+2?", "parley", "parley"),
    ],
)
async def test_who_answers(house: House, text: str, agent_id: str | None, answers: str) -> None:
    async with house.bus("gateway") as asker:
        inbound = heard(text, thread_id=await make_thread(asker), agent_id=agent_id)

        await tell(house, inbound)
        state = await until_known(asker, inbound.message_id)

    assert state.turn is not None, state
    assert state.turn.agent_id == answers
    assert state.message is not None
    assert state.message.text == text


Make = Callable[[Bus], Awaitable[Inbound]]


async def to_no_thread(_: Bus) -> Inbound:
    return heard("Hello")


async def to_an_unknown_thread(_: Bus) -> Inbound:
    return heard("Hello", thread_id="nowhere")


async def to_a_malformed_thread(_: Bus) -> Inbound:
    return heard("Hello", thread_id="a.b")


async def to_an_unknown_agent(asker: Bus) -> Inbound:
    return heard("Hello", thread_id=await make_thread(asker), agent_id="ghost")


async def with_nothing_in_it(asker: Bus) -> Inbound:
    return heard(" \n", thread_id=await make_thread(asker))


async def with_too_much_in_it(asker: Bus) -> Inbound:
    return heard("x" * (256 * 1024 + 1), thread_id=await make_thread(asker))


async def to_an_archived_thread(asker: Bus) -> Inbound:
    thread_id = await make_thread(asker)
    change = ThreadChange(status="archived")
    await asker.ask(UpdateThread(thread_id=thread_id, change=change))
    return heard("Hello", thread_id=thread_id)


@pytest.mark.parametrize(
    ("make", "code", "name"),
    [
        (to_no_thread, "thread_not_found", None),
        (to_an_unknown_thread, "thread_not_found", None),
        (to_a_malformed_thread, "bad_input", "id_unfit"),
        (to_an_unknown_agent, "agent_not_found", "agent_not_found"),
        (with_nothing_in_it, "empty_message", "empty_message"),
        (with_too_much_in_it, "too_long", "message_too_long"),
        (to_an_archived_thread, "thread_archived", None),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_a_reason(
    house: House, make: Make, code: str, name: str | None
) -> None:
    async with house.bus("gateway") as asker:
        inbound = await make(asker)

        await tell(house, inbound)
        refusal = (await until_known(asker, inbound.message_id)).refusal

    assert refusal is not None
    assert refusal == Refusal(
        message_id=inbound.message_id,
        thread_id=inbound.thread_id or "",
        code=code,
        reason=refusal.reason,
        fact=refusal.fact,
    )
    assert refusal.reason
    assert (refusal.fact.name if refusal.fact else None) == name


async def test_a_busy_thread_refuses_for_now(house: House) -> None:
    async with house.bus("gateway") as asker:
        thread_id = await make_thread(asker)
        first = heard("First", thread_id=thread_id)
        second = heard("Second", thread_id=thread_id, mode="reject")

        await tell(house, first, second)
        refusal = (await until_known(asker, second.message_id)).refusal

    assert refusal is not None
    assert (refusal.code, refusal.retryable) == ("thread_busy", True)


async def test_what_is_no_message_at_all_keeps_nobody_waiting(house: House) -> None:
    async with house.bus("gateway") as asker, house.bus("telegram") as telegram:
        inbound = heard("Hello", thread_id=await make_thread(asker))
        await telegram.queue(subjects.inbound("telegram", "7"), b"nonsense", job_id=ids.uuid7())

        await tell(house, inbound)
        state = await until_known(asker, inbound.message_id)

    assert state.message is not None


async def test_whatever_dies_every_message_is_there_once_and_in_order(own_house: House) -> None:
    async with own_house.bus("gateway") as asker:
        threads = [await make_thread(asker) for _ in range(3)]
        inbounds = [heard(f"{n}", thread_id=threads[n % 3]) for n in range(48)]

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(tell_slowly(own_house, inbounds))
            services = (own_house.gateway, own_house.store, own_house.gateway)
            for service, seen in zip(services, (8, 20, 32), strict=True):
                await until_known(asker, inbounds[seen].message_id)
                await service.kill()
                await service.start()
        await until_known(asker, inbounds[-1].message_id)
        pages = [await asker.ask(GetMessages(thread_id=each)) for each in threads]

    for number, page in enumerate(pages):
        assert [int(message.text) for message in page.items] == list(range(number, 48, 3))


async def tell_slowly(house: House, inbounds: list[Inbound]) -> None:
    """Each one twice: who is not sure sends it again."""
    for inbound in inbounds:
        await tell(house, inbound, inbound)
