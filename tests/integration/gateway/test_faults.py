"""A message at which Parley itself fails is refused aloud and keeps no other waiting."""

import asyncio

import pytest
from parley_gateway.inbound import take_inbound, work_inbound
from parley_shared import subjects
from parley_shared.dead_letters import DeadLetter, DeadMessage, KeepDeadLetter
from parley_shared.errors import DiskFull, TooManyMessages, Unavailable
from parley_shared.inbound import Inbound
from parley_shared.models import Fact, Refusal
from parley_shared.pulling import Delivery
from parley_shared.rpc import Answers
from parley_shared.store import Append, Appended, Reject
from parley_shared.streams import declare

from tests.servers import NatsServer
from tests.waiting import PATIENCE, Heard


class PoorStore:
    """Fails at one text, is away for the first question of another, and takes not too many."""

    def __init__(self, most: int = 10) -> None:
        self.most = most
        self.appended: Heard[str] = Heard()
        self.refused: Heard[Refusal] = Heard()
        self.dead: list[DeadLetter] = []
        self.tries: list[str] = []

    async def append(self, question: Append) -> Appended:
        text = question.message.text
        self.tries.append(text)
        if text == "poison":
            raise ZeroDivisionError
        if text == "outage" and self.tries.count("outage") <= 5:
            raise Unavailable("the disk is away")
        if len(self.appended.all) == self.most:
            raise TooManyMessages("wait a moment")
        self.appended.add(text)
        return Appended(message=question.message)

    async def bury(self, question: KeepDeadLetter) -> DeadLetter:
        self.dead.append(question.letter)
        return question.letter

    async def reject(self, question: Reject) -> Refusal:
        self.refused.add(question.refusal)
        return question.refusal


async def test_a_poison_message_is_given_up_and_an_outage_is_waited_out(
    nats_server: NatsServer,
) -> None:
    store, texts = PoorStore(), ("before", "poison", "between", "outage", "after")

    async with (
        nats_server.bus("store") as answering,
        nats_server.bus("gateway") as gateway,
        nats_server.bus("telegram") as telegram,
        Answers(answering, service="store", version="0") as answers,
    ):
        await declare(answering)
        await answers.add(Append, store.append)
        await answers.add(Reject, store.reject)
        await answers.add(KeepDeadLetter, store.bury)
        working = asyncio.create_task(work_inbound(gateway, "telegram"))
        for text in texts:
            inbound = Inbound(
                message_id=text, channel="telegram", chat="7", thread_id="th1", text=text
            )
            await telegram.queue(subjects.inbound("telegram", "7"), inbound, job_id=text)
        await store.appended.reach(4, within=2 * PATIENCE)
        working.cancel()

    assert store.appended.all == ["before", "between", "outage", "after"]
    assert store.tries.count("poison") == 5
    assert [(each.message_id, each.code, each.retryable) for each in store.refused.all] == [
        ("poison", "internal", True)
    ]
    (letter,) = store.dead
    assert isinstance(letter.about, DeadMessage)
    assert (letter.code, letter.reason) == (
        "internal",
        "The gateway failed at it: ParleyError",
    )
    assert letter.fact == Fact(name="gateway_failed", values={"error": "ParleyError"})
    assert store.refused.all[0].fact == Fact(name="message_failed")
    assert Inbound.model_validate_json(letter.about.body).text == "poison"


async def test_a_refusal_that_a_full_disk_can_t_keep_is_an_outage(nats_server: NatsServer) -> None:
    async def be_full(_: Reject) -> Refusal:
        raise DiskFull("the disk is full")

    empty = Inbound(message_id="m1", channel="telegram", chat="7", thread_id="th1", text=" ")
    async with (
        nats_server.bus("store") as answering,
        nats_server.bus("gateway") as gateway,
        Answers(answering, service="store", version="0") as answers,
    ):
        await answers.add(Reject, be_full)

        with pytest.raises(Unavailable):
            await take_inbound(gateway, empty, Delivery("in.telegram.7", 1, 1))


async def test_who_sends_too_much_is_told_to_wait(nats_server: NatsServer) -> None:
    store = PoorStore(most=3)

    async with (
        nats_server.bus("store") as answering,
        nats_server.bus("gateway") as gateway,
        nats_server.bus("telegram") as telegram,
        Answers(answering, service="store", version="0") as answers,
    ):
        await declare(answering)
        await answers.add(Append, store.append)
        await answers.add(Reject, store.reject)
        working = asyncio.create_task(work_inbound(gateway, "telegram"))
        for number in range(5):
            inbound = Inbound(
                message_id=f"m{number}", channel="telegram", chat="7", thread_id="th1", text="Hi"
            )
            await telegram.queue(subjects.inbound("telegram", "7"), inbound, job_id=f"m{number}")
        await store.refused.reach(2)
        working.cancel()

    assert len(store.appended.all) == 3
    assert [(each.message_id, each.code, each.retryable) for each in store.refused.all] == [
        ("m3", "too_many_messages", True),
        ("m4", "too_many_messages", True),
    ]
