"""Live agents of a real runner: seen, let go, and begun again."""

import asyncio
from datetime import UTC, datetime

import pytest
from parley_shared import subjects
from parley_shared.errors import AlreadyRuns
from parley_shared.events import AgentShutdown, AgentStatus
from parley_shared.gathering import ask_all
from parley_shared.models import Viewer
from parley_shared.presence import Present
from parley_shared.runner import ListLive, LiveInfo, ReleaseLive

from tests.fakes.openai_script import Call, Finish
from tests.fakes.openai_server import OpenAIServer
from tests.integration.agent_runner.house import House, Watcher
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def look(house: House, thread_id: str) -> list[LiveInfo]:
    lists = await ask_all(house.web, ListLive(match=thread_id))
    return [each for one in lists for each in one.agents]


async def watch(house: House, thread_id: str, *names: str) -> None:
    """As a process with these viewers does."""
    at = datetime.now(UTC)
    viewers = tuple(Viewer(id=name, name=name, surface="web", joined_at=at) for name in names)
    present = Present(thread_id=thread_id, relay="test", viewers=viewers)
    await house.web.publish(subjects.presence(thread_id), present)


def shutdowns(seen: Watcher) -> list[AgentShutdown]:
    return [each for each in seen.events if isinstance(each, AgentShutdown)]


async def test_a_message_begins_one_and_a_hand_lets_it_go(running_house: House) -> None:
    async with asyncio.timeout(START_PATIENCE), running_house.watch("warm") as seen:
        await running_house.ask("warm", "Hello")
        await seen.until(lambda seen: "idle" in statuses(seen))
        await watch(running_house, "warm", "Ann")

        (live,) = await look(running_house, "warm")
        question = ReleaseLive(thread_id="warm", reason="spring cleaning", metadata={"by": "Ann"})
        released = await running_house.web.ask(question)
        await seen.until(lambda seen: bool(shutdowns(seen)))

    assert (live.status, live.agent_id, live.message_count, live.viewers) == (
        "idle",
        "parley",
        1,
        1,
    )
    assert released.released
    (told,) = shutdowns(seen)
    assert (told.reason, told.metadata["by"]) == ("spring cleaning", "Ann")
    assert await look(running_house, "warm") == []
    answer, _ = await running_house.ask("warm", "Again")
    assert answer.text == "Echo: Again"
    assert len(await look(running_house, "warm")) == 1


async def test_one_that_runs_is_not_let_go(running_house: House) -> None:
    await running_house.add_agent("slow", model="demo/slow")
    async with asyncio.timeout(START_PATIENCE), running_house.watch("busy-live") as seen:
        await running_house.say("busy-live", "Count to 200", agent_id="slow")
        await seen.until(lambda seen: seen.count("text.delta") > 0)

        with pytest.raises(AlreadyRuns):
            await running_house.web.ask(ReleaseLive(thread_id="busy-live"))

        await running_house.stop("busy-live")
        await seen.until(lambda seen: "cancelled" in statuses(seen))
    (live,) = await look(running_house, "busy-live")
    assert live.status == "cancelled"


async def test_one_that_is_stopped_while_it_waits_for_an_answer_waits_no_longer(
    running_house: House, models: OpenAIServer
) -> None:
    asks = Call("ask_user", '{"question": "Which city?"}')
    models.scripts["asker"] = [[asks, Finish("tool_calls")]]
    asker = {"model": "openai/asker", "api_base": models.url, "tools": ("ask_user",)}
    await running_house.add_agent("asker", **asker)
    async with asyncio.timeout(START_PATIENCE), running_house.watch("asked") as seen:
        await running_house.say("asked", "Where to?", agent_id="asker")
        await seen.until(lambda seen: statuses(seen)[-1:] == ["interrupted"])

        await running_house.stop("asked")
        await seen.until(lambda seen: statuses(seen)[-1] == "cancelled")

    (live,) = await look(running_house, "asked")
    assert (live.status, live.has_interrupt) == ("cancelled", False)


async def test_a_thread_that_nobody_looks_at_any_longer_lets_go(running_house: House) -> None:
    async with asyncio.timeout(START_PATIENCE), running_house.watch("left") as seen:
        await watch(running_house, "left", "Ann")
        await running_house.ask("left", "Hello")
        await watch(running_house, "left")
        await seen.until(lambda seen: bool(shutdowns(seen)))

    assert [each.reason for each in shutdowns(seen)] == ["no_viewers"]


def statuses(seen: Watcher) -> list[str]:
    return [each.status for each in seen.events if isinstance(each, AgentStatus)]
