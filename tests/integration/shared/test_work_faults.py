"""Jobs that fail: again, in order, and not for ever."""

import pytest
from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.pulling import Delivery
from parley_shared.work import FAULTS

from tests.integration.shared.conftest import Connect
from tests.integration.shared.workers import Job, Workers, adds_to, queue, until_nothing_is_left
from tests.waiting import Heard


async def test_a_job_that_fails_comes_again_before_the_next(
    store: Bus, web: Bus, gateway: Bus, connect: Connect
) -> None:
    """And its faults are not those of the next."""
    tried: Heard[int] = Heard()

    async def fail_three_times_each(job: Job, _: Delivery) -> None:
        tried.add(job.number)
        if tried.all.count(job.number) <= FAULTS - 2:
            raise ValueError("not this time")

    async with Workers() as workers:
        workers.start(gateway, fail_three_times_each)
        await queue(web, 1, 2)

        assert await tried.reach(8) == [1, 1, 1, 1, 2, 2, 2, 2]
        await until_nothing_is_left(store)
    assert await dead_letters(connect) == []


async def test_a_poison_job_is_buried_and_the_next_is_done(
    store: Bus, web: Bus, gateway: Bus, connect: Connect
) -> None:
    tried: Heard[int] = Heard()
    given_up: Heard[tuple[bytes, str]] = Heard()

    async def fail_on_one(job: Job, _: Delivery) -> None:
        tried.add(job.number)
        if job.number == 1:
            raise ValueError("never")

    async def give_up(body: bytes, error: Exception) -> None:
        given_up.add((body, repr(error)))

    async with Workers() as workers:
        workers.start(gateway, fail_on_one, give_up)
        await queue(web, 1, 2)

        assert await tried.reach(FAULTS + 1) == [1] * FAULTS + [2]
        assert await given_up.reach(1) == [(b'{"number":1}', "ValueError('never')")]
    assert await dead_letters(connect) == [("dlq.inbound.in.web.c1", b'{"number":1}')]


async def dead_letters(connect: Connect) -> list[tuple[str, bytes]]:
    jetstream = (await connect("admin")).connection.jetstream
    info = await jetstream.stream_info(subjects.DLQ)
    return [
        (msg.subject or "", msg.data or b"")
        for number in range(1, info.state.last_seq + 1)
        for msg in [await jetstream.get_msg(subjects.DLQ, number)]
    ]


async def test_a_job_that_can_t_be_read_is_buried_at_once(
    store: Bus, web: Bus, gateway: Bus, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    done: Heard[int] = Heard()
    async with Workers() as workers:
        workers.start(gateway, adds_to(done))
        await web.queue("in.web.c1", b"not json", job_id="bad")
        await queue(web, 2)

        assert await done.reach(1) == [2]
    assert await dead_letters(connect) == [("dlq.inbound.in.web.c1", b"not json")]
    assert [record.getMessage() for record in caplog.records] == ["a job failed", "gave up a job"]


async def test_giving_up_is_repeated_until_it_succeeds(
    store: Bus, web: Bus, gateway: Bus, connect: Connect
) -> None:
    told: Heard[bytes] = Heard()
    done: Heard[int] = Heard()

    async def fail_once(body: bytes, _: Exception) -> None:
        told.add(body)
        if len(told.all) == 1:
            raise Unavailable("the store is away")

    async with Workers() as workers:
        workers.start(gateway, adds_to(done), fail_once)
        await web.queue("in.web.c1", b"not json", job_id="bad")
        await queue(web, 2)

        assert await done.reach(1) == [2]
    assert told.all == [b"not json", b"not json"]
    assert len(await dead_letters(connect)) == 1


async def test_a_job_that_nobody_can_be_told_of_keeps_no_other_waiting(
    store: Bus, web: Bus, gateway: Bus, connect: Connect
) -> None:
    done: Heard[int] = Heard()

    async def fail(_: bytes, __: Exception) -> None:
        raise ValueError("never")

    async with Workers() as workers:
        workers.start(gateway, adds_to(done), fail)
        await web.queue("in.web.c1", b"not json", job_id="bad")
        await queue(web, 2)

        assert await done.reach(1) == [2]
    assert len(await dead_letters(connect)) == 1


async def test_an_outage_is_no_fault_of_the_job(
    store: Bus, web: Bus, gateway: Bus, connect: Connect
) -> None:
    tried: Heard[int] = Heard()

    async def be_away(job: Job, _: Delivery) -> None:
        tried.add(job.number)
        if len(tried.all) <= FAULTS:
            raise Unavailable("the store is away")

    async with Workers() as workers:
        workers.start(gateway, be_away)
        await queue(web, 1)

        await tried.reach(FAULTS + 1)
        await until_nothing_is_left(store)
    assert await dead_letters(connect) == []


async def test_why_a_job_is_buried_is_told_in_one_line_without_what_it_said(
    store: Bus, web: Bus, gateway: Bus, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    done: Heard[int] = Heard()
    async with Workers() as workers:
        workers.start(gateway, adds_to(done))
        await web.queue("in.web.c1", b'{"number":"hunter2"}', job_id="bad")
        await queue(web, 2)
        assert await done.reach(1) == [2]

    jetstream = (await connect("admin")).connection.jetstream
    buried = await jetstream.get_msg(subjects.DLQ, 1)

    reason = (buried.headers or {})["Parley-Reason"]
    assert reason.startswith("ValidationError: 1 validation error for Job number Input should be")
    assert "hunter2" not in reason + caplog.text
