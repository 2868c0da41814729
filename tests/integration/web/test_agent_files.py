"""Agents as files: carried away and brought back, without anything that is this house's alone."""

import pytest

from tests.house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_agent_comes_back_as_it_was_but_for_its_key_and_its_name(house: House) -> None:
    change = {
        "name": "Traveller",
        "model": "openai/gpt-5.2",
        "api_key": "OPENAI_API_KEY",
        "instructions": "Be brief.",
        "tools": ["calculator"],
        "limits": {"steps": 3, "calls": 4, "seconds": 5, "cost_micros": 6},
        "parameters": {"temperature": 0.5},
    }
    async with house.client() as client:
        await client.post("/api/agents", json={"id": "traveller", "change": change})
        file = await client.get("/api/agents/traveller/export")
        made = await client.post("/api/agents/import", json=file.json())
        first = (await client.get("/api/agents/traveller")).json()

    assert made.status_code == 201, made.text
    own = ("id", "name", "api_key", "created_at", "updated_at", "revision")
    assert {k: v for k, v in made.json().items() if k not in own} == {
        k: v for k, v in first.items() if k not in own
    }
    assert made.json()["name"] == "Traveller (2)"
    assert made.json()["api_key"] is None
    assert "OPENAI_API_KEY" not in file.text
    assert "Traveller.agent.json" in file.headers["content-disposition"]


async def test_a_strangers_file_names_no_key_and_replaces_nobody(house: House) -> None:
    agent = {
        "name": "Stranger",
        "model": "openai/any",
        "api_base": "https://example.org/v1",
        "api_key": "OPENAI_API_KEY",
        "is_default": True,
    }
    async with house.client() as client:
        file = {"format": "parley.agent.v1", "agent": agent}
        made = (await client.post("/api/agents/import", json=file)).json()
        agents = (await client.get("/api/agents")).json()["agents"]

    assert made["api_key"] is None
    assert [each["id"] for each in agents if each["is_default"]] == ["parley"]


async def test_a_file_that_is_imported_twice_with_one_id_makes_one_agent(house: House) -> None:
    file = {"format": "parley.agent.v1", "agent": {"name": "Twice", "model": "demo/echo"}}
    async with house.client() as client:
        first = await client.post("/api/agents/import?id=twice-1", json=file)
        again = await client.post("/api/agents/import?id=twice-1", json=file)
        other = await client.post("/api/agents/import?id=twice-2", json=file)

    assert (first.status_code, again.json()) == (201, first.json())
    assert other.json()["name"] == "Twice (2)"


async def test_what_is_no_agents_file_is_refused_with_the_field(house: House) -> None:
    async with house.client() as client:
        other = await client.post("/api/agents/import", json={"format": "other", "agent": {}})
        more = {"format": "parley.agent.v1", "agent": {"name": "x", "model": "y", "secret": "z"}}
        extra = await client.post("/api/agents/import", json=more)

    assert (other.status_code, other.json()["error"]["field"]) == (422, "format")
    assert (extra.status_code, extra.json()["error"]["field"]) == (422, "agent.secret")
