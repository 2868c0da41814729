"""The bus on a real nats-server: what is said arrives, and what can't be said is an error."""

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import TooBig, Unavailable
from parley_shared.store import ListThreads
from parley_shared.wire import CARRIED

from tests.integration.shared.conftest import Connect
from tests.integration.shared.talk import listen
from tests.integration.shared.waking import until
from tests.waiting import Heard


async def test_what_is_published_is_heard_in_order(connect: Connect) -> None:
    web, runner = await connect("web"), await connect("agent-runner")
    heard = await listen(runner, subjects.presence("t1"))

    for number in range(500):
        await web.publish(subjects.presence("t1"), str(number).encode())

    assert await heard.reach(500) == [str(number).encode() for number in range(500)]


async def test_listening_goes_on_after_an_error(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    web, runner = await connect("web"), await connect("agent-runner")
    heard: Heard[bytes] = Heard()

    async def hear(_: str, body: bytes) -> None:
        if body == b"bad":
            raise ValueError("can't be heard")
        heard.add(body)

    await runner.listen(subjects.presence("t1"), hear)
    for body in (b"first", b"bad", b"second"):
        await web.publish(subjects.presence("t1"), body)

    assert await heard.reach(2) == [b"first", b"second"]
    assert [r.getMessage() for r in caplog.records] == ["could not hear a message"]


async def test_one_of_a_queue_hears_each_message(connect: Connect) -> None:
    web = await connect("web")
    both = [await connect("agent-runner") for _ in range(2)]
    heards = [await listen(bus, subjects.presence("t1"), queue="one") for bus in both]
    everything = await listen(web, subjects.presence("t1"))

    for number in range(200):
        await web.publish(subjects.presence("t1"), str(number).encode())
    await everything.reach(200)
    await until(lambda: len(heards[0].all) + len(heards[1].all) >= 200)
    for bus in both:
        await bus.connection.settle()

    assert sorted(heards[0].all + heards[1].all) == sorted(everything.all)
    assert heards[0].all and heards[1].all


async def test_who_stopped_listening_hears_nothing_more(connect: Connect) -> None:
    web, runner = await connect("web"), await connect("agent-runner")
    heard: Heard[bytes] = Heard()

    async def hear(_: str, body: bytes) -> None:
        heard.add(body)

    listening = await runner.listen(subjects.presence("t1"), hear)
    await web.publish(subjects.presence("t1"), b"before")
    await heard.reach(1)
    await listening.stop()
    await listening.stop()
    other = await listen(runner, subjects.presence("t1"))
    await web.publish(subjects.presence("t1"), b"after")
    await other.reach(1)

    assert heard.all == [b"before"]


async def test_a_job_with_the_same_id_is_kept_once(store: Bus) -> None:
    for _ in range(3):
        await store.queue(subjects.turns("t1"), b"{}", job_id="same")
    await store.queue(subjects.turns("t1"), b"{}", job_id="other")

    info = await store.connection.jetstream.stream_info(subjects.TURNS)
    assert info.state.messages == 2


async def test_a_job_that_no_stream_keeps_is_unavailable(connect: Connect) -> None:
    web = await connect("web")

    with pytest.raises(Unavailable, match=r"in\.web\.c1"):
        await web.queue(subjects.inbound("web", "c1"), b"{}", job_id="m1", timeout=0.3)


async def test_a_full_stream_is_unavailable_and_says_so(store: Bus) -> None:
    jetstream = store.connection.jetstream
    info = await jetstream.stream_info(subjects.TURNS)
    await jetstream.update_stream(info.config.evolve(max_msgs=1))
    await store.queue(subjects.turns("t1"), b"{}", job_id="1")

    with pytest.raises(Unavailable, match="maximum messages exceeded"):
        await store.queue(subjects.turns("t1"), b"{}", job_id="2")


async def test_a_job_bigger_than_its_stream_takes_is_too_big(store: Bus) -> None:
    with pytest.raises(TooBig):
        await store.queue(subjects.turns("t1"), b"x" * 70_000, job_id="1")


@pytest.mark.parametrize("say", ["publish", "queue", "ask"])
async def test_more_than_the_bus_carries_is_an_error_and_not_the_end_of_the_connection(
    connect: Connect, say: str
) -> None:
    web = await connect("web")
    big = b"x" * (CARRIED + 1)

    with pytest.raises(TooBig, match=str(CARRIED)):
        match say:
            case "publish":
                await web.publish(subjects.presence("t1"), big)
            case "queue":
                await web.queue(subjects.inbound("web", "c1"), big, job_id="1")
            case _:
                await web.ask(ListThreads(q=big.decode()))

    heard = await listen(web, subjects.presence("t1"))
    await web.publish(subjects.presence("t1"), b"alive")
    assert await heard.reach(1) == [b"alive"]


async def test_headers_count_as_what_the_bus_carries(connect: Connect) -> None:
    web = await connect("web")
    body = b"x" * (CARRIED - 100)

    with pytest.raises(TooBig):
        await web.publish(subjects.presence("t1"), body, headers={"note": "y" * 200})

    heard = await listen(web, subjects.presence("t1"))
    await web.publish(subjects.presence("t1"), body, headers={"note": "y" * 50})
    assert await heard.reach(1) == [body]
