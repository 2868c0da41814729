"""What services say to each other arrives, with each one's own key and no right too few."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.discovery import find_services
from parley_shared.errors import ThreadNotFound
from parley_shared.follow import follow
from parley_shared.models import Model
from parley_shared.pulling import Delivery
from parley_shared.rpc import Answers
from parley_shared.store import GetView, ViewAnswer
from parley_shared.streams import declare
from parley_shared.wakeups import Wakeups
from parley_shared.work import work

from tests.servers import NatsServer
from tests.waiting import PATIENCE


async def test_a_wake_up_goes_its_whole_way_with_each_services_own_key(
    nats_server: NatsServer,
) -> None:
    async with AsyncExitStack() as stack:
        store = await connect(stack, nats_server, "store")
        runner = await connect(stack, nats_server, "agent-runner")
        drained: asyncio.Queue[str] = asyncio.Queue()

        async def drain(thread_id: str) -> None:
            await drained.put(thread_id)

        await declare(store)
        await stack.enter_async_context(Wakeups(runner, drain))
        await store.queue(subjects.turns("t1"), b"", job_id="1")

        async with asyncio.timeout(PATIENCE):
            assert await drained.get() == "t1"


@pytest.mark.parametrize(
    ("sends", "takes", "stream", "durable", "subject"),
    [
        ("web", "gateway", subjects.INBOUND, "web", subjects.inbound("web", "c1")),
        ("telegram", "gateway", subjects.INBOUND, "telegram", subjects.inbound("telegram", "7")),
        ("store", "telegram", subjects.OUTBOUND, "telegram", subjects.outbound("telegram", "7")),
    ],
)
async def test_a_job_goes_its_whole_way_with_each_services_own_key(
    nats_server: NatsServer, sends: str, takes: str, stream: str, durable: str, subject: str
) -> None:
    async with AsyncExitStack() as stack:
        await declare(await connect(stack, nats_server, "store"))
        sender = await connect(stack, nats_server, sends)
        taker = await connect(stack, nats_server, takes)
        done: asyncio.Queue[str] = asyncio.Queue()

        async def do(job: Job, delivery: Delivery) -> None:
            await done.put(f"{delivery.subject} {job.text}")

        await sender.queue(subject, Job(text="one"), job_id="1")
        await sender.queue(subject, Job(text="two"), job_id="2")
        working = asyncio.create_task(work(taker, stream=stream, durable=durable, job=Job, do=do))

        # The second comes when the first was acked.
        async with asyncio.timeout(PATIENCE):
            assert await done.get() == f"{subject} one"
            assert await done.get() == f"{subject} two"
        working.cancel()


async def test_an_event_goes_its_whole_way_with_each_services_own_key(
    nats_server: NatsServer,
) -> None:
    async with AsyncExitStack() as stack:
        store = await connect(stack, nats_server, "store")
        runner = await connect(stack, nats_server, "agent-runner")
        web = await connect(stack, nats_server, "web")
        telegram = await connect(stack, nats_server, "telegram")
        by_web: asyncio.Queue[bytes] = asyncio.Queue()
        by_telegram: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

        async def hear(subject: str, fact: bytes) -> None:
            await by_telegram.put((subject, fact))

        await declare(store)
        following = await follow(web, "t1", by_web.put_nowait)
        await telegram.listen(subjects.ALL_LIVE, hear)
        await store.queue(subjects.event("t1", "message.created"), b"kept", job_id="1")
        await runner.publish(subjects.event("t1", "text.delta"), b"told")

        async with asyncio.timeout(PATIENCE):
            assert [await by_web.get(), await by_web.get()] == [b"kept", b"told"]
            assert await by_telegram.get() == ("live.t1.message-created", b"kept")
            assert await by_telegram.get() == ("live.t1.text-delta", b"told")
        await following.stop()


@pytest.mark.parametrize("asks", ["gateway", "telegram", "web"])
async def test_a_question_is_answered_with_each_services_own_key(
    nats_server: NatsServer, asks: str
) -> None:
    async with AsyncExitStack() as stack:
        store = await connect(stack, nats_server, "store")
        asker = await connect(stack, nats_server, asks)
        admin = await connect(stack, nats_server, "admin")
        answers = Answers(store, service="store", version="1")

        async def refuse(question: GetView) -> ViewAnswer:
            raise ThreadNotFound(f"thread {question.thread_id!r} does not exist")

        await stack.enter_async_context(answers)
        await answers.add(GetView, refuse)

        with pytest.raises(ThreadNotFound, match="thread 't1' does not exist"):
            await asker.ask(GetView(thread_id="t1"))
        async with asyncio.timeout(PATIENCE):
            while not (found := await find_services(admin)):
                pass
        assert [service.name for service in found] == ["store"]


async def connect(stack: AsyncExitStack, server: NatsServer, service: str) -> Bus:
    seed = server.seed_file(service)
    return await stack.enter_async_context(
        Bus.connect(url=server.url, name=service, seed_file=seed)
    )


class Job(Model):
    text: str
