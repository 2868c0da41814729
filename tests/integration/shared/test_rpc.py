"""Questions and answers between two services on a real nats-server."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeout
from parley_shared.bus import ASKING, Bus
from parley_shared.connection import ASK_AGAIN_AFTER
from parley_shared.errors import Unavailable
from parley_shared.rpc import AT_ONCE, Answers

from tests.integration.shared.conftest import Connect
from tests.integration.shared.talk import Echo, Said, answers_of, echo
from tests.servers import NatsServer
from tests.waiting import PATIENCE, Heard


async def test_a_question_gets_its_answer(gateway: Bus, answerer: Bus) -> None:
    async with answers_of(answerer) as answers:
        await answers.add(Echo, echo)

        assert await gateway.ask(Echo(text="hello")) == Said(text="hello")


async def test_a_question_can_be_asked_of_another_service(gateway: Bus, connect: Connect) -> None:
    web = await connect("web")
    async with Answers(gateway, service="gateway", version="0.1.0") as answers:
        await answers.add(Echo, echo)

        assert await web.ask(Echo(text="hello"), service="gateway") == Said(text="hello")


async def test_many_are_answered_at_once(gateway: Bus, answerer: Bus) -> None:
    all_here = asyncio.Event()
    here: Heard[str] = Heard()

    async def wait_for_all(question: Echo) -> Said:
        here.add(question.text)
        await all_here.wait()
        return Said(text=question.text)

    async with answers_of(answerer) as answers:
        await answers.add(Echo, wait_for_all)
        # One more than there is room for: it has to wait until another is answered.
        asking = [
            asyncio.create_task(gateway.ask(Echo(text=str(number))))
            for number in range(AT_ONCE + 1)
        ]
        await here.reach(AT_ONCE)
        await gateway.connection.settle()
        await answerer.connection.settle()
        assert len(here.all) == AT_ONCE
        all_here.set()

        said = await asyncio.gather(*asking)

    assert [each.text for each in said] == [str(number) for number in range(AT_ONCE + 1)]


async def test_a_question_that_is_asked_again_is_answered_once_and_where_it_is_waited_for(
    gateway: Bus, answerer: Bus
) -> None:
    here: Heard[str] = Heard()
    may_answer = asyncio.Event()

    async def answer_late(question: Echo) -> Said:
        here.add(question.text)
        await may_answer.wait()
        return Said(text=question.text)

    async with answers_of(answerer) as answers:
        await answers.add(Echo, answer_late)
        first, second = (ask_once(gateway, "one", asking="a"), ask_once(gateway, "one", asking="a"))
        await here.reach(1)
        await asyncio.sleep(0)
        other = ask_once(gateway, "two", asking="b")
        await here.reach(2)
        may_answer.set()
        answers_told = await asyncio.gather(second, other)
        await gateway.connection.settle()

    assert here.all == ["one", "two"]
    assert list(answers_told) == [b'{"text":"one"}', b'{"text":"two"}']
    assert not first.done()
    first.cancel()


async def test_a_question_for_whose_answer_nobody_waits_any_longer_is_let_go(
    gateway: Bus, answerer: Bus
) -> None:
    here: Heard[str] = Heard()
    may_answer = asyncio.Event()

    async def answer_late(question: Echo) -> Said:
        here.add(question.text)
        await may_answer.wait()
        return Said(text=question.text)

    answers = Answers(answerer, service="store", version="0", at_once=1, stale_after=3.0)
    async with answers:
        await answers.add(Echo, answer_late)
        asking = [ask_once(gateway, "first", asking="a")]
        await here.reach(1)
        asking.append(ask_once(gateway, "given up", asking="b"))
        asking.append(ask_once(gateway, "again", asking="c"))
        await asyncio.sleep(3.5)
        asking.append(ask_once(gateway, "again", asking="c"))
        await gateway.connection.settle()
        await answerer.connection.settle()
        may_answer.set()

    assert here.all == ["first", "again"]
    for task in asking:
        task.cancel()


async def test_a_question_whose_line_was_lost_is_not_answered_unless_it_is_asked_again(
    gateway: Bus, answerer: Bus, nats_server: NatsServer
) -> None:
    here: Heard[str] = Heard()
    may_answer = asyncio.Event()

    async def answer_late(question: Echo) -> Said:
        here.add(question.text)
        await may_answer.wait()
        return Said(text=question.text)

    async with Answers(answerer, service="store", version="0", at_once=1) as answers:
        await answers.add(Echo, answer_late)
        asking = [ask_once(gateway, "first", asking="a")]
        await here.reach(1)
        asking.append(ask_once(gateway, "lost", asking="b"))
        again = asyncio.create_task(gateway.ask(Echo(text="again")))
        await gateway.connection.settle()
        await answerer.connection.settle()
        found = answerer.connection.reconnected
        await nats_server.restart()
        await found
        may_answer.set()

        assert await again == Said(text="again")

    assert here.all == ["first", "again"]
    for task in asking:
        task.cancel()


def ask_once(bus: Bus, text: str, *, asking: str) -> asyncio.Task[bytes]:
    """One of the tries of an asking."""

    async def ask() -> bytes:
        client = bus.connection.client
        body = Echo(text=text).model_dump_json().encode()
        answer = await client.request("store.test.echo", body, 10, headers={ASKING: asking})
        return answer.data

    return asyncio.create_task(ask())


@pytest.mark.parametrize("count", [50, AT_ONCE + 50])
async def test_stopping_answers_everything_received(
    gateway: Bus, nats_server: NatsServer, count: int
) -> None:
    """Also what waits for room, and although the connection is closed right after."""
    asked = [str(number) for number in range(count)]
    here: Heard[str] = Heard()
    may_answer = asyncio.Event()

    async def answer_late(question: Echo) -> Said:
        here.add(question.text)
        await may_answer.wait()
        return Said(text=question.text)

    seed_file = nats_server.seed_file("store")
    async with (
        asyncio.TaskGroup() as tasks,
        Bus.connect(url=nats_server.url, name="store", seed_file=seed_file) as bus,
    ):
        answers = await answers_of(bus).__aenter__()
        await answers.add(Echo, answer_late)
        asking = [
            tasks.create_task(gateway.ask(Echo(text=text), timeout=PATIENCE)) for text in asked
        ]
        await here.reach(min(count, AT_ONCE))
        await gateway.connection.settle()
        await bus.connection.settle()
        stopping = tasks.create_task(answers.__aexit__(None, None, None))
        await until_nobody_answers(gateway)
        for _ in range(5):
            await bus.connection.settle()
        assert not stopping.done()
        may_answer.set()
        await stopping

    assert [each.result().text for each in asking] == asked
    assert sorted(here.all) == sorted(asked)  # nobody had to ask again


async def until_nobody_answers(bus: Bus) -> None:
    """nats-server knows of nobody who would take another question."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await bus.connection.client.request("store.test.echo", b"no question", timeout=0.05)
            except NoRespondersError:
                return
            except NatsTimeout:
                continue


async def test_asking_waits_for_an_absent_answerer(gateway: Bus, answerer: Bus) -> None:
    asking = asyncio.create_task(gateway.ask(Echo(text="anybody?")))
    with pytest.raises(Unavailable):
        await gateway.ask(Echo(text="nobody"), timeout=0.2)

    async with answers_of(answerer) as answers:
        await answers.add(Echo, echo)

        assert await asking == Said(text="anybody?")


async def test_asking_again_when_the_answerer_died_with_the_question(
    gateway: Bus, answerer: Bus
) -> None:
    swallowed = asyncio.Event()

    async def die_with_it(_: str, __: bytes) -> None:
        swallowed.set()

    dying = await answerer.listen("store.test.echo", die_with_it, queue="q")
    asking = asyncio.create_task(gateway.ask(Echo(text="again")))
    await swallowed.wait()
    await dying.stop()
    async with answers_of(answerer) as answers:
        await answers.add(Echo, echo)

        assert await asking == Said(text="again")


async def test_a_slow_answer_counts_although_it_was_asked_again(
    gateway: Bus, answerer: Bus
) -> None:
    asked: Heard[str] = Heard()

    async def answer_slowly(question: Echo) -> Said:
        asked.add(question.text)
        await asyncio.sleep(ASK_AGAIN_AFTER + 0.3)
        return Said(text="at last")

    async with answers_of(answerer) as answers:
        await answers.add(Echo, answer_slowly)
        said = await gateway.ask(Echo(text="slow?"))

    assert said == Said(text="at last")
    assert asked.all == ["slow?"]


async def test_every_process_answers_what_has_no_queue_group(connect: Connect) -> None:
    web = await connect("web")
    both = [await connect("agent-runner") for _ in range(2)]
    asked: Heard[str] = Heard()

    def answer_as(name: str) -> Callable[[Echo], Awaitable[Said]]:
        async def give(_: Echo) -> Said:
            asked.add(name)
            return Said(text=name)

        return give

    async with (
        Answers(both[0], service="runner", version="0.1.0") as first,
        Answers(both[1], service="runner", version="0.1.0") as second,
    ):
        await first.add(Echo, answer_as("first"), queue_group=False)
        await second.add(Echo, answer_as("second"), queue_group=False)

        await web.ask(Echo(text="who?"), service="runner")

        assert sorted(await asked.reach(2)) == ["first", "second"]


async def test_answering_goes_on_when_nats_server_was_killed(
    gateway: Bus, answerer: Bus, nats_server: NatsServer
) -> None:
    async with answers_of(answerer) as answers:
        await answers.add(Echo, echo)
        asking = [asyncio.create_task(gateway.ask(Echo(text=str(n)))) for n in range(20)]
        await nats_server.restart()

        said = await asyncio.gather(*asking)

    assert [each.text for each in said] == [str(number) for number in range(20)]
