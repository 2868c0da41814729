"""What agents are made of, asked of the real runner; and its answer on its whole way."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.browser import open_browser
from tests.house import TOKEN, House, until_answers
from tests.integration.web.test_threads import make_thread, post
from tests.waiting import START_PATIENCE

MCP_SERVER = Path(__file__).parents[2] / "fakes" / "mcp_server.py"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def full_house(house: House) -> AsyncIterator[House]:
    """With somebody who answers, and an MCP server."""
    runner = house.folder / "agent-runner"
    runner.mkdir(exist_ok=True)
    server = {"command": sys.executable, "args": [str(MCP_SERVER)]}
    (runner / "mcp.json").write_text(json.dumps({"mcpServers": {"ours": server}}))
    await house.runner.start()
    async with house.bus("admin") as bus:
        await until_answers(bus, {"runner"})
    yield house
    await house.runner.kill()


async def test_models_and_tools_are_listed(full_house: House) -> None:
    async with full_house.client() as client:
        models = (await client.get("/api/models")).json()["models"]
        tools = (await client.get("/api/tools")).json()["tools"]

    assert {"demo/echo", "demo/tools"} <= {model["model"] for model in models}
    assert {"calculator", "current_time"} <= {tool["name"] for tool in tools}


async def test_a_model_is_tried_before_it_is_used(full_house: House) -> None:
    async with full_house.client() as client:
        client.timeout = httpx.Timeout(60)  # its first call brings litellm up
        good = await client.post("/api/models/test", json={"model": "demo/echo"})
        bad = await client.post("/api/models/test", json={"model": "nobody/knows"})

    assert good.json()["ok"] is True, good.text
    assert bad.status_code == 200
    assert bad.json()["ok"] is False
    assert bad.json()["error"]
    assert "Traceback" not in bad.text


async def test_a_secret_can_be_kept_replaced_and_forgotten_but_not_read(full_house: House) -> None:
    async with full_house.client() as client:
        path = "/api/secrets/OPENAI_API_KEY"
        kept = await client.put(path, json={"value": "sk-very-secret"})
        listed = await client.get("/api/secrets")
        read = await client.get(path)
        await client.put(path, json={"value": ""})
        after = await client.get("/api/secrets")

    assert kept.status_code == 200
    assert "OPENAI_API_KEY" in listed.json()["names"]
    assert "sk-very-secret" not in kept.text + listed.text + read.text
    assert read.status_code == 405
    assert "OPENAI_API_KEY" not in after.json()["names"]


async def test_a_tool_of_an_mcp_server_is_read_and_approved(full_house: House) -> None:
    async with full_house.client() as client:
        client.timeout = httpx.Timeout(60)  # the server is started first
        [server] = (await client.get("/api/mcp")).json()["servers"]
        [greet] = [each for each in server["tools"] if each["name"] == "greet"]
        path = "/api/mcp/ours/tools/greet/approve"
        wrong = await client.post(path, json={"pin": "0" * 64})
        unknown = await client.post(path.replace("greet", "x"), json={"pin": greet["pin"]})
        nonsense = await client.post(path, json={"pin": "yes"})
        before = (await client.get("/api/tools")).json()["tools"]
        right = await client.post(path, json={"pin": greet["pin"]})
        after = (await client.get("/api/tools")).json()["tools"]

    assert (greet["tool"], greet["state"]) == ("ours__greet", "new")
    assert greet["description"] == "Greets somebody."
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (409, "mcp_tool_changed")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "mcp_tool_not_found")
    assert nonsense.status_code == 422
    assert right.status_code == 200
    assert "ours__greet" not in {tool["name"] for tool in before}
    [tool] = [tool for tool in after if tool["name"] == "ours__greet"]
    assert (tool["source"], tool["effect"], tool["asks"]) == ("mcp:ours", "effect", "ask")


async def test_a_tool_of_an_mcp_server_is_revoked(full_house: House) -> None:
    async with full_house.client() as client:
        client.timeout = httpx.Timeout(60)
        [server] = (await client.get("/api/mcp")).json()["servers"]
        pins = {each["name"]: each["pin"] for each in server["tools"]}
        for name in ("wait", "fail"):
            path = f"/api/mcp/ours/tools/{name}/approve"
            await client.post(path, json={"pin": pins[name]})

        one = await client.delete("/api/mcp/ours/tools/wait/approve")
        left = (await client.get("/api/tools")).json()["tools"]
        every = await client.delete("/api/mcp/ours/approve")
        after = (await client.get("/api/tools")).json()["tools"]
        unknown = await client.delete("/api/mcp/theirs/approve")

    assert (one.status_code, every.status_code) == (200, 200)
    names = {tool["name"] for tool in left}
    assert "ours__fail" in names
    assert "ours__wait" not in names
    assert not any(tool["name"].startswith("ours__") for tool in after)
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "mcp_tool_not_found")


async def test_a_skill_is_read_approved_compared_and_approved_again(full_house: House) -> None:
    place = full_house.folder / "skills" / "tea"
    place.mkdir(parents=True)
    text = "---\nname: tea\ndescription: Makes tea.\n---\nBoil water.\n"
    (place / "SKILL.md").write_text(text)
    async with full_house.client() as client:
        first = (await client.get("/api/skills/tea")).json()["skill"]["pin"]
        agent = {"agent_id": "toolbox", "pin": first}
        given = await client.post("/api/skills/tea/approve", json=agent)
        (place / "SKILL.md").write_text(text.replace("water", "milk"))
        late = await client.post("/api/skills/tea/approve", json=agent)
        [spec] = (await client.get("/api/skills")).json()["skills"]
        diff = (await client.get("/api/skills/tea/diff", params={"since": first})).json()
        agent["pin"] = spec["pin"]
        again = await client.post("/api/skills/tea/approve", json=agent)
        agent["agent_id"] = "nobody"
        unknown = await client.post("/api/skills/tea/approve", json=agent)

    assert given.json()["skills"] == [first]
    assert (late.status_code, late.json()["error"]["code"]) == (409, "skill_changed")
    [use] = spec["uses"]
    assert (use["agent_name"], use["pin"], use["changed"]) == ("Toolbox", first, True)
    [file] = diff["files"]
    assert (diff["known"], diff["pin"], file["path"]) == (True, spec["pin"], "SKILL.md")
    assert file["diff"].splitlines()[-2:] == ["-Boil water.", "+Boil milk."]
    assert again.json()["skills"] == [spec["pin"]]
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "agent_not_found")


async def test_a_skill_that_does_not_exist_can_not_be_read(full_house: House) -> None:
    async with full_house.client() as client:
        answer = await client.get("/api/skills/nonsense")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "skill_not_found")


async def test_a_name_that_is_none_is_refused(full_house: House) -> None:
    async with full_house.client() as client:
        answer = await client.put("/api/secrets/no%20name", json={"value": "x"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_input")


async def test_hello_comes_back_as_an_echo(full_house: House) -> None:
    async with full_house.client() as client, open_browser(full_house.address, TOKEN) as browser:
        thread_id = await make_thread(client)
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")

        await post(client, thread_id, "Hello")
        await browser.until_event("turn.finished")

    texts = [message.text for message in browser.views[thread_id].visible_messages]
    assert texts == ["Hello", "Echo: Hello"]


async def test_live_agents_are_listed_shown_and_let_go(full_house: House) -> None:
    async with full_house.client() as client:
        thread = await make_thread(client)
        none = await client.get(f"/api/live/{thread}")
        await post(client, thread, "Hello")
        async with asyncio.timeout(START_PATIENCE):
            while (live := await client.get(f"/api/live/{thread}")).status_code != 200 or (
                live.json()["status"] != "idle"
            ):
                await asyncio.sleep(0.1)
        listed = (await client.get("/api/live", params={"match": thread})).json()
        released = await client.delete(f"/api/live/{thread}", params={"reason": "test"})
        again = await client.delete(f"/api/live/{thread}")
        events = (await client.get(f"/api/threads/{thread}/events")).json()["events"]

    assert none.status_code == 404
    assert (listed["count"], listed["agents"][0]["thread_id"]) == (1, thread)
    assert released.json() == {"released": True}
    assert again.status_code == 404
    assert [each["reason"] for each in events if each["kind"] == "agent.shutdown"] == ["test"]


async def test_breakers_are_shown_and_reset_and_everything_can_be_stopped(
    full_house: House,
) -> None:
    async with full_house.client() as client:
        breakers = (await client.get("/api/models/breakers")).json()
        reset = await client.delete("/api/models/breakers", params={"model": "demo/echo"})
        stopped = await client.post("/api/stop-all")

    known = {each["model"]: each["state"] for each in breakers["runners"][0]["breakers"]}
    assert known["demo/echo"] == "closed"
    assert reset.status_code == 200
    assert stopped.json() == {"turns": 0}


async def test_preflight_shows_the_prompt_of_an_agent(full_house: House) -> None:
    async with full_house.client() as client:
        shown = await client.get("/api/agents/parley/preflight", params={"text": "Hello"})
        nobody = await client.get("/api/agents/nobody/preflight")

    assert shown.json()["messages"][-1] == {"role": "user", "content": "Hello"}
    assert shown.json()["tokens"] > 0
    assert nobody.status_code == 404
