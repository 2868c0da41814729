"""Agents changed over HTTP by several people at once."""

import pytest

from tests.house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_only_what_a_change_names_is_changed(house: House) -> None:
    change = {"name": "Piecemeal", "model": "demo/echo"}
    async with house.client() as client:
        await client.post("/api/agents", json={"id": "piecemeal", "change": change})
        await client.patch("/api/agents/piecemeal", json={"limits": {"steps": 3}})
        await client.patch("/api/agents/piecemeal", json={"limits": {"tokens": 900}})
        changed = await client.patch("/api/agents/piecemeal", json={"limits": {"tokens": None}})

    assert changed.json()["limits"]["steps"] == 3
    assert changed.json()["limits"]["tokens"] is None
    assert changed.json()["model"] == "demo/echo"


async def test_what_was_changed_since_it_was_read_is_refused_by_its_name(house: House) -> None:
    change = {"name": "Shared", "model": "demo/echo"}
    async with house.client() as client:
        await client.post("/api/agents", json={"id": "shared", "change": change})
        was = (await client.get("/api/agents/shared")).json()
        await client.patch("/api/agents/shared", json={"parameters": {"top_p": 0.5}})
        mine = {"parameters": {"top_p": 0.9}, "hue": 10, "was": {"parameters": was["parameters"]}}
        refused = await client.patch("/api/agents/shared", json=mine)
        other = {"hue": 10, "was": {"hue": was["hue"], "parameters": was["parameters"]}}
        taken = await client.patch("/api/agents/shared", json=other)

    assert refused.status_code == 409
    error = refused.json()["error"]
    assert (error["code"], error["field"]) == ("agent_changed", "parameters.top_p")
    assert error["fact"] == {"name": "agent_changed", "values": {"place": "parameters.top_p"}}
    assert (taken.json()["hue"], taken.json()["parameters"]["top_p"]) == (10, 0.5)


async def test_what_a_field_may_not_hold_is_told_as_a_fact(house: House) -> None:
    async with house.client() as client:
        agent = (await client.patch("/api/agents/parley", json={"name": "x" * 81})).json()
        key = (await client.post("/api/keys", json={"name": "x" * 81})).json()

    assert agent["error"]["fact"] == {"name": "agent_name_unfit", "values": {"most": 80}}
    where = {"max_length": "80", "where": "name"}
    assert key["error"]["fact"] == {"name": "mistake_string_too_long", "values": where}
