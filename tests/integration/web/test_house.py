"""What the admin pages ask: usage, budget, failures, who is signed in, how services are."""

import asyncio
from typing import Any

import httpx
import pytest
from parley_shared.house import UsageRow
from parley_web.house import write_csv

from tests.house import TOKEN, House, until_shown
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_usage_is_summed_between_two_moments(house: House) -> None:
    span = {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}
    async with house.client() as client:
        found = await client.get("/api/usage", params={**span, "by": ["day", "agent"]})
        wrong = await client.get("/api/usage", params={**span, "by": "weekday"})
        naive = await client.get("/api/usage", params={"from": "2026-01-01", "to": "2026-02-01"})
        table = await client.get("/api/usage.csv", params={**span, "by": "agent"})

    assert found.json() == {"rows": []}
    assert (wrong.status_code, naive.status_code) == (422, 422)
    assert table.text.startswith("agent_id,agent_name,calls,input_tokens")
    assert table.headers["content-disposition"].startswith("attachment")


async def test_a_name_never_becomes_a_formula() -> None:
    row = UsageRow(
        agent_id="a",
        agent_name="=HYPERLINK(1)",
        calls=0,
        input_tokens=0,
        output_tokens=0,
        cached_tokens=0,
        reasoning_tokens=0,
        cost_micros=0,
        unpriced=0,
    )

    assert "a,'=HYPERLINK(1),0" in write_csv((row,), ["agent"])


async def test_a_budget_is_set_and_taken_away(house: House) -> None:
    async with house.client() as client:
        kept = await client.put("/api/budget", json={"monthly_micros": 5_000_000})
        read = await client.get("/api/budget")
        wrong = await client.put("/api/budget", json={"monthly_micros": 0})
        gone = await client.put("/api/budget", json={"monthly_micros": None})

    assert kept.json() == read.json()
    assert (read.json()["state"], read.json()["monthly_micros"]) == ("fine", 5_000_000)
    assert wrong.status_code == 422
    assert gone.json()["state"] == "none"


async def test_retention_is_kept(house: House) -> None:
    async with house.client() as client:
        first = await client.get("/api/retention")
        await client.put("/api/retention", json={"archived_days": 30})
        second = await client.get("/api/retention")
        await client.put("/api/retention", json={"archived_days": None})

        gone = await client.get("/api/retention/overdue", params={"archived_days": 1})
        wrong = await client.get("/api/retention/overdue", params={"archived_days": 0})

    assert gone.json() == {"threads": 0, "titles": []}
    assert wrong.status_code == 422
    assert first.json() == {"archived_days": None}
    assert second.json() == {"archived_days": 30}


async def sign_in(house: House) -> httpx.AsyncClient:
    client = httpx.AsyncClient(
        base_url=house.address, headers={"Origin": house.address}, timeout=30
    )
    assert (await client.post("/api/session", json={"token": TOKEN})).status_code == 200
    return client


async def test_a_browser_signs_another_one_out_and_then_all(house: House) -> None:
    mine, other = await sign_in(house), await sign_in(house)
    me = (await mine.get("/api/session")).json()["key_id"]
    them = (await other.get("/api/session")).json()["key_id"]
    listed = {row["key_id"] for row in (await mine.get("/api/sessions")).json()["items"]}

    await mine.delete(f"/api/sessions/{them}")
    after_one = [(await each.get("/api/session")).status_code for each in (mine, other)]
    await mine.delete("/api/sessions")
    after_all = (await mine.get("/api/session")).status_code
    await mine.aclose()
    await other.aclose()

    assert {me, them} <= listed
    assert after_one == [200, 401]
    assert after_all == 401


async def test_services_say_since_when_they_run(house: House) -> None:
    async with house.client() as client:
        services = await until_shown(client, "store", "gateway", "web")

    assert services["store"]["uptime_ms"] > 0
    assert services["store"]["heard_ms"] >= 0
    assert services["agent-runner"]["heard_ms"] is None
    assert services["store"]["last_error"] == ""
    told = {name: (each["ok"], each["detail"]) for name, each in services.items()}
    assert told["agent-runner"] == (False, "does not answer")
    assert told["telegram"] == (True, "does not run here")


async def test_what_waits_is_told_for_every_station_and_a_silent_one_was_heard_before(
    own_house: House,
) -> None:
    async with own_house.client() as client:
        await client.post("/api/threads", json={"id": "one"})
        await client.post("/api/threads", json={"id": "two"})
        await _until_heard(client, "gateway")
        await own_house.gateway.kill()
        for thread_id in ("one", "two"):
            message = {"id": f"m-{thread_id}", "text": "hello"}
            await client.post(f"/api/threads/{thread_id}/messages", json=message)

        silent = await _until_waiting(client, inbound=2, turns=0)
        await own_house.gateway.start()
        await _until_waiting(client, inbound=0, turns=2)  # there is no runner

        health = {each["name"]: each for each in silent["services"]}["gateway"]
        assert (health["ok"], health["detail"]) == (False, "does not answer")
        assert health["heard_ms"] >= 0

        await own_house.store.kill()
        assert (await client.get("/api/services")).json()["queues"] is None


async def _until_heard(client: httpx.AsyncClient, name: str) -> None:
    """By a look that it was not too slow for."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told: dict[str, Any] = (await client.get("/api/services")).json()
            if any(
                each["name"] == name and each["heard_ms"] is not None for each in told["services"]
            ):
                return


async def _until_waiting(client: httpx.AsyncClient, **wanted: int) -> dict[str, Any]:
    """The answer that says so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told: dict[str, Any] = (await client.get("/api/services")).json()
            waiting = dict.fromkeys(wanted, 0)
            for each in told["queues"] or ():
                if each["queue"] in waiting:
                    waiting[each["queue"]] += each["waiting"] + each["in_hand"]
            if waiting == wanted:
                return told
