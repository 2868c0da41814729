"""Whatever is killed, in the middle of an answer: it completes by itself, once, in order."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
from parley_shared.events import TextDelta, TurnStarted

from tests.fakes.openai_script import Finish, Say
from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.house import House, Watcher
from tests.servers import NatsServer
from tests.waiting import START_PATIENCE

WORDS = " ".join(f"word{n}" for n in range(60))
LONG = " ".join(f"word{n}" for n in range(600))


@pytest.fixture
async def slow(house: House, openai: OpenAIServer) -> AsyncIterator[OpenAIServer]:
    """An agent whose answer takes three seconds."""
    openai.scripts["slow"] = [[Say(WORDS, every=0.05), Finish()]]
    await house.add_agent("slow", model="openai/slow", api_base=openai.url)
    yield openai


async def begin(house: House, seen: Watcher) -> None:
    await house.say("th", "Hello", agent_id="slow")
    await seen.until(lambda seen: seen.count("text.delta") > 3)


async def check_end(house: House, seen: Watcher) -> None:
    """One whole answer, on every screen and in the store."""
    await seen.until(lambda seen: seen.view.outcome is not None)
    [answer] = seen.answers()
    assert (answer.text, answer.stop_reason) == (WORDS, "end")
    assert seen.count("turn.finished") == 1
    stored = await house.stored_view("th")
    assert stored.visible_messages == seen.view.visible_messages


def attempts(seen: Watcher) -> list[int | None]:
    return [event.attempt for event in seen.events if isinstance(event, TurnStarted)]


async def test_a_killed_runner_is_followed_by_another(house: House, slow: OpenAIServer) -> None:
    await house.start("agent-runner", "one")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        await begin(house, seen)
        await house.kill("one")
        await house.start("agent-runner", "one")
        await check_end(house, seen)

    assert attempts(seen) == [1, 2]
    assert len(slow.asked) == 2


async def test_a_killed_runner_is_followed_by_a_fork(house: House, slow: OpenAIServer) -> None:
    await house.start("agent-runner", "one")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        await begin(house, seen)
        first = house.runner_pid("one")
        os.kill(first, signal.SIGKILL)
        await check_end(house, seen)

    assert attempts(seen) == [1, 2]
    assert house.runner_pid("one") != first
    assert house.log("one").count("a runner was killed and is followed") == 1
    assert await house.kill("one", signal.SIGTERM) == 0


async def test_a_runner_dies_with_what_it_was_forked_from(house: House) -> None:
    await house.start("agent-runner", "one")
    async with asyncio.timeout(START_PATIENCE):
        runner = await house.until_running("one")

        await house.kill("one")

        with pytest.raises(ProcessLookupError):
            while True:
                os.kill(runner, 0)
                await asyncio.sleep(0.01)


async def test_a_runner_that_is_stopped_gives_its_turn_back(
    house: House, slow: OpenAIServer
) -> None:
    await house.start("agent-runner", "one")
    await house.start("agent-runner", "two")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        for name in ("one", "two"):
            await house.until_logged(name, "models can be asked")
        await begin(house, seen)
        first = next(event for event in seen.events if isinstance(event, TurnStarted)).runner
        assert await house.kill(first, signal.SIGTERM) == 0
        await check_end(house, seen)

    assert attempts(seen) == [1, 2]
    runners = {event.runner for event in seen.events if isinstance(event, TurnStarted)}
    assert runners == {"one", "two"}


async def test_a_runner_that_was_frozen_too_long_drops_what_it_did(
    house: House, slow: OpenAIServer
) -> None:
    await house.start("agent-runner", "one")
    await house.start("agent-runner", "two")

    async with asyncio.timeout(120), house.watch("th") as seen:
        for name in ("one", "two"):
            await house.until_logged(name, "models can be asked")
        await begin(house, seen)
        first = next(event for event in seen.events if isinstance(event, TurnStarted)).runner
        house.pause(first)
        await seen.until(lambda seen: len(attempts(seen)) == 2)
        house.go_on(first)
        await check_end(house, seen)
        await house.until_logged(first, "turn lost to another claim")


async def test_the_store_may_be_killed(house: House, slow: OpenAIServer) -> None:
    await house.start("agent-runner")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        await begin(house, seen)
        await house.kill("store")
        await house.start("store")
        await check_end(house, seen)

    assert len(slow.asked) == 1


async def test_nats_may_be_killed(
    house: House, nats_server: NatsServer, slow: OpenAIServer
) -> None:
    await house.start("agent-runner")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        await begin(house, seen)
        await nats_server.restart()
        await check_end(house, seen)

    assert len(slow.asked) == 1


def told_whole(seen: Watcher) -> list[TextDelta]:
    return [each for each in seen.events if isinstance(each, TextDelta) and each.whole]


async def test_a_turn_stopped_while_its_runner_is_dead_keeps_its_words(
    house: House, slow: OpenAIServer
) -> None:
    slow.scripts["slow"] = [[Say(LONG, every=0.05), Finish()]]
    await house.start("agent-runner")

    async with asyncio.timeout(START_PATIENCE), house.watch("th") as seen:
        await begin(house, seen)
        # Each checkpoint is kept after it was told, and before the next one is.
        await seen.until(lambda seen: len(told_whole(seen)) == 2)
        await house.kill("agent-runner")
        await house.stop("th")
        await seen.until(lambda seen: seen.view.outcome == "cancelled")

    [answer] = seen.answers()
    assert answer.stop_reason == "cancelled"
    assert answer.text
    assert LONG.startswith(answer.text.rstrip())
