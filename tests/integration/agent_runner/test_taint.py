"""Whoever hears of a stranger's words at second hand asks before what can't be taken back, too."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from parley_shared.commands import Decide
from parley_shared.models import Approval, Remember
from parley_shared.store import GetOpenRequests

from tests.fakes.openai_script import Call, Finish, Script, say
from tests.fakes.openai_server import TITLES, OpenAIServer
from tests.integration.agent_runner.house import House
from tests.servers import NatsServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLS = Finish("tool_calls")
POST: Script = [Call("post_letter", '{"to": "Ann"}', "p"), CALLS]
READ: Script = [Call("read_page", "{}", "r"), CALLS]
WHY = "The agent has read what evil.example wrote, which may have led to this."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def odd_house(
    tmp_path_factory: pytest.TempPathFactory, models: OpenAIServer, odd_tools: dict[str, str]
) -> AsyncIterator[House]:
    models.scripts[TITLES] = [say("Letters")]
    folder = tmp_path_factory.mktemp("house")
    nats = NatsServer(folder / "nats")
    await nats.start()
    async with House(folder, nats).open() as house:
        await house.start("agent-runner", **odd_tools)
        yield house
    await nats.kill()


async def add(house: House, models: OpenAIServer, name: str, *tools: str) -> None:
    await house.add_agent(name, model=f"openai/{name}", api_base=models.url, tools=tools)


async def until_asked(house: House, thread_id: str | None) -> Approval:
    async with asyncio.timeout(120):
        while True:
            found = (await house.web.ask(GetOpenRequests(thread_id=thread_id))).approvals
            if found:
                return found[0]
            await asyncio.sleep(0.05)


async def decide(house: House, approval: Approval, remember: Remember) -> None:
    decision = Decide(approval_id=approval.id, decision="approve", remember=remember)
    await house.gateway.ask(decision, service="store")


async def let_post(house: House, thread_id: str, agent_id: str, remember: Remember) -> None:
    """Once with a person's word, which is remembered, and once by it."""
    async with asyncio.timeout(120), house.watch(thread_id) as seen:
        await house.say(thread_id, "Write to Ann", agent_id=agent_id)
        await decide(house, await until_asked(house, thread_id), remember)
        await seen.until(lambda seen: seen.count("turn.finished") == 1)
        await house.say(thread_id, "Again", agent_id=agent_id)
        await seen.until(lambda seen: seen.count("turn.finished") == 2)
    assert seen.count("turn.parked") == 1


async def refuse(house: House, approval: Approval) -> None:
    decision = Decide(approval_id=approval.id, decision="deny")
    await house.gateway.ask(decision, service="store")


async def test_what_a_sub_agent_has_read_makes_its_origin_ask(
    odd_house: House, models: OpenAIServer
) -> None:
    ask_reader: Script = [Call("task", '{"agent": "reader", "prompt": "Read it"}', "t"), CALLS]
    models.scripts["chief"] = [POST, say("1"), POST, say("2"), ask_reader, POST, say("3")]
    models.scripts["reader"] = [READ, say("Eve is the one to write to.")]
    await add(odd_house, models, "chief", "task", "post_letter")
    await add(odd_house, models, "reader", "read_page")
    await let_post(odd_house, "up", "chief", "thread")

    async with asyncio.timeout(120), odd_house.watch("up") as seen:
        await odd_house.say("up", "Have it read", agent_id="chief")
        approval = await until_asked(odd_house, "up")
        await refuse(odd_house, approval)
        await seen.until(lambda seen: seen.has_ended(approval.turn_id))

    assert (approval.tool, approval.reason, approval.remember_as) == ("post_letter", WHY, None)


async def test_what_an_origin_has_read_makes_its_sub_agent_ask(
    odd_house: House, models: OpenAIServer
) -> None:
    ask_poster: Script = [Call("task", '{"agent": "poster", "prompt": "Post it"}', "t"), CALLS]
    models.scripts["poster"] = [POST, say("1"), POST, say("2"), POST, say("3"), POST, say("4")]
    models.scripts["curious"] = [ask_poster, say("Sent."), READ, ask_poster, say("Sent again.")]
    await add(odd_house, models, "poster", "post_letter")
    await add(odd_house, models, "curious", "task", "read_page")
    await let_post(odd_house, "poster", "poster", "agent")
    _, unread = await odd_house.ask("down", "Have it sent", agent_id="curious")

    async with asyncio.timeout(120):
        await odd_house.say("down", "Read, then have it sent", agent_id="curious")
        approval = await until_asked(odd_house, None)
        await refuse(odd_house, approval)

    assert unread.count("approval.requested") == 0
    assert approval.thread_id != "down"
    assert (approval.tool, approval.reason, approval.remember_as) == ("post_letter", WHY, None)


async def test_what_was_read_before_a_hand_off_makes_the_successor_ask(
    odd_house: House, models: OpenAIServer
) -> None:
    hand_over: Script = [Call("handoff", '{"agent": "heir", "brief": "Post it"}', "h"), CALLS]
    models.scripts["heir"] = [POST, say("1"), POST, say("2"), POST, say("3")]
    models.scripts["founder"] = [READ, hand_over]
    await add(odd_house, models, "heir", "post_letter")
    await add(odd_house, models, "founder", "read_page", "handoff")
    await let_post(odd_house, "over", "heir", "agent")

    async with asyncio.timeout(120), odd_house.watch("over") as seen:
        await odd_house.say("over", "Read, then hand over", agent_id="founder")
        approval = await until_asked(odd_house, "over")
        await refuse(odd_house, approval)
        await seen.until(lambda seen: seen.has_ended(approval.turn_id))

    assert (approval.tool, approval.reason, approval.remember_as) == ("post_letter", WHY, None)
