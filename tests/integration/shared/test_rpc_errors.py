"""What is answered when there is no answer."""

import logging

import pytest
from parley_shared.bus import Bus
from parley_shared.errors import ParleyError, ThreadNotFound, TooBig, Unavailable
from parley_shared.questions import Done
from parley_shared.wire import CARRIED

from tests.integration.shared.talk import Echo, Said, answers_of, echo


async def test_an_error_arrives_as_what_it_is(gateway: Bus, answerer: Bus) -> None:
    async def miss(_: Echo) -> Said:
        raise ThreadNotFound("thread 'é\nx' does not exist")

    async with answers_of(answerer) as answers:
        await answers.add(Echo, miss)

        with pytest.raises(ThreadNotFound) as raised:
            await gateway.ask(Echo(text=""))

    assert str(raised.value) == "thread 'é\nx' does not exist"


async def test_an_error_of_a_newer_version_is_still_an_error(gateway: Bus, answerer: Bus) -> None:
    class NotKnownHere(ParleyError):
        code = "not_known_here"

    async def refuse(_: Echo) -> Said:
        raise NotKnownHere("because it is new")

    async with answers_of(answerer) as answers:
        await answers.add(Echo, refuse)

        with pytest.raises(ParleyError) as raised:
            await gateway.ask(Echo(text=""))

    assert type(raised.value) is ParleyError
    assert str(raised.value) == "because it is new"


async def test_a_question_that_can_t_be_read_names_the_field_and_not_the_value(
    gateway: Bus, answerer: Bus
) -> None:
    async with answers_of(answerer) as answers:
        await answers.add(Echo, echo)
        request = gateway.connection.request
        msg = await request("store.test.echo", b'{"text": ["hunter2"]}', timeout=5)

    assert (msg.headers or {})["Nats-Service-Error-Code"] == "bad_input"
    assert msg.data == b"text: Input should be a valid string"


async def test_a_bug_is_logged_once_and_told_without_its_text(
    gateway: Bus, answerer: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_: Echo) -> Said:
        raise KeyError("hunter2")

    async with answers_of(answerer) as answers:
        await answers.add(Echo, fail)

        with pytest.raises(ParleyError) as raised:
            await gateway.ask(Echo(text=""))

    assert raised.value.code == "internal"
    assert str(raised.value) == "store failed at this; its log says why"
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == [
        "could not answer"
    ]


async def test_an_answer_too_big_is_an_error_and_not_the_end_of_the_connection(
    gateway: Bus, answerer: Bus
) -> None:
    async def answer_too_much(question: Echo) -> Said:
        return Said(text="x" * (CARRIED + 1) if question.text == "much" else "little")

    async with answers_of(answerer) as answers:
        await answers.add(Echo, answer_too_much)

        with pytest.raises(TooBig):
            await gateway.ask(Echo(text="much"))
        assert await gateway.ask(Echo(text="not much")) == Said(text="little")


async def test_nobody_answering_names_the_service(gateway: Bus) -> None:
    with pytest.raises(Unavailable, match="'store'"):
        await gateway.ask(Echo(text="nobody"), timeout=0.2)


async def test_an_answer_that_can_t_be_read_is_an_error_that_callers_know(
    gateway: Bus, answerer: Bus
) -> None:
    """As of a service of another version."""

    async def say_otherwise(_: Echo) -> Done:
        return Done()

    async with answers_of(answerer) as answers:
        await answers.add(Echo, say_otherwise)

        with pytest.raises(ParleyError) as raised:
            await gateway.ask(Echo(text=""))

    assert str(raised.value) == "the service 'store' answers 'test.echo' in words unknown here"
