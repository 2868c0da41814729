"""Who answers, how often and for whom, as other tools ask it."""

import asyncio
import json
from typing import Any

import pytest
from parley_shared.bus import Bus
from parley_shared.discovery import find_services
from parley_shared.errors import ThreadNotFound
from parley_shared.rpc import Answers
from parley_shared.streams import declare
from parley_shared.wire import traced

from tests.integration.shared.conftest import Connect
from tests.integration.shared.talk import Echo, Said, answers_of, echo
from tests.waiting import PATIENCE, Heard

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def test_the_trace_of_a_question_is_passed_on(
    gateway: Bus, answerer: Bus, connect: Connect
) -> None:
    web = await connect("web")
    traces: Heard[str] = Heard()

    async def watch(msg: Any) -> None:  # nats-py's message, for its headers
        traces.add((msg.headers or {}).get("traceparent", ""))

    async def tell(_: Echo) -> Said:
        await answerer.publish("ev.t1.message-ready", b"{}")
        return Said(text="told")

    await web.connection.client.subscribe("live.>", cb=watch)
    await web.connection.settle()
    await declare(answerer)
    async with answers_of(answerer) as answers:
        await answers.add(Echo, tell)
        with traced(TRACE):
            await gateway.ask(Echo(text=""))
        await gateway.ask(Echo(text=""))

    assert await traces.reach(2) == [TRACE, ""]


async def test_services_are_found_by_asking_who_is_there(
    answerer: Bus, gateway: Bus, connect: Connect
) -> None:
    web = await connect("web")
    async with (
        answers_of(answerer) as answers,
        Answers(gateway, service="gateway", version="0.2.0"),
    ):
        await answers.add(Echo, echo)

        async with asyncio.timeout(PATIENCE):
            while len(found := await find_services(web)) < 2:
                pass

    assert [(each.name, each.version) for each in found] == [
        ("gateway", "0.2.0"),
        ("store", "0.1.0"),
    ]
    assert await find_services(web) == ()


async def test_stats_are_said_as_adr_32_wants_them(
    answerer: Bus, gateway: Bus, connect: Connect
) -> None:
    admin = await connect("admin")

    async def miss(_: Echo) -> Said:
        raise ThreadNotFound("thread 'x' does not exist")

    async with answers_of(answerer) as answers:
        await answers.add(Echo, miss)
        for _ in range(2):
            with pytest.raises(ThreadNotFound):
                await gateway.ask(Echo(text=""))

        stats = json.loads(
            (await admin.connection.request("$SRV.STATS.store", b"", timeout=5)).data
        )
        info = json.loads((await admin.connection.request("$SRV.INFO.store", b"", timeout=5)).data)

    [counted] = stats["endpoints"]
    assert counted.pop("processing_time") >= counted.pop("average_processing_time") > 0
    assert counted == {
        "name": "test-echo",
        "subject": "store.test.echo",
        "queue_group": "q",
        "metadata": {},
        "num_requests": 2,
        "num_errors": 2,
        "last_error": "thread_not_found: thread 'x' does not exist",
    }
    assert stats["type"] == "io.nats.micro.v1.stats_response"
    assert info["type"] == "io.nats.micro.v1.info_response"
    assert info["endpoints"] == [
        {"name": "test-echo", "subject": "store.test.echo", "queue_group": "q", "metadata": {}}
    ]
    assert info["id"] == stats["id"]
