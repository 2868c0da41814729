"""Dead letters through the HTTP API, on the real gateway and store."""

import httpx
import pytest
from parley_shared import ids
from parley_shared.dead_letters import DeadLetter, DeadMessage, KeepDeadLetter
from parley_shared.inbound import Inbound
from parley_shared.models import Refusal
from parley_shared.store import Reject

from tests.house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATH = "/api/dead-letters"


async def bury(house: House, thread_id: str, body: str | None = None) -> tuple[str, str]:
    """The ids of a message at which the gateway has failed, and of its dead letter."""
    message_id = ids.uuid7()
    inbound = Inbound(
        message_id=message_id, channel="web", chat=thread_id, thread_id=thread_id, text="Hello"
    )
    letter = DeadLetter.model_validate(
        {"id": ids.dead_letter_id(message_id), "at": "2026-01-02T03:04:05Z", "code": "internal"}
        | {"reason": "The gateway failed at it: ZeroDivisionError"}
        | {"about": DeadMessage(channel="web", body=body or inbound.model_dump_json())}
    )
    refusal = Refusal(message_id=message_id, thread_id=thread_id, code="internal", reason="No.")
    async with house.bus("gateway") as bus:
        await bus.ask(KeepDeadLetter(letter=letter))
        await bus.ask(Reject(refusal=refusal))
    return message_id, letter.id


async def listed(client: httpx.AsyncClient) -> list[str]:
    return [each["id"] for each in (await client.get(PATH)).json()["items"]]


async def test_a_dead_message_is_taken_when_it_is_tried_again(house: House) -> None:
    async with house.client() as client:
        thread_id: str = (await client.post("/api/threads", json={})).json()["id"]
        message_id, letter_id = await bury(house, thread_id)
        assert letter_id in await listed(client)

        first = await client.post(f"{PATH}/{letter_id}/retry")
        again = await client.post(f"{PATH}/{letter_id}/retry")

        assert (first.status_code, first.json()["settled"]) == (200, "retried"), first.text
        assert again.json() == first.json()
        assert letter_id not in await listed(client)
        state = (await client.get(f"/api/messages/{message_id}")).json()
        assert (state["message"]["text"], state["turn"]["state"]) == ("Hello", "queued")
        assert state["refusal"] is None


async def test_a_retry_that_fails_says_why_and_leaves_the_letter(house: House) -> None:
    async with house.client() as client:
        thread_id: str = (await client.post("/api/threads", json={})).json()["id"]
        _, archived = await bury(house, thread_id)
        _, unreadable = await bury(house, thread_id, body="not json")
        await client.patch(f"/api/threads/{thread_id}", json={"status": "archived"})

        refused = await client.post(f"{PATH}/{archived}/retry")
        senseless = await client.post(f"{PATH}/{unreadable}/retry")

        assert refused.status_code == 409
        assert refused.json()["error"]["code"] == "thread_archived"
        assert senseless.status_code == 422
        assert senseless.json()["error"]["message"] == (
            "nobody can read this message: it can only be discarded"
        )
        assert {archived, unreadable} <= {*await listed(client)}


async def test_a_discarded_letter_is_gone_and_its_message_stays_refused(house: House) -> None:
    async with house.client() as client:
        thread_id: str = (await client.post("/api/threads", json={})).json()["id"]
        message_id, letter_id = await bury(house, thread_id)

        discarded = await client.post(f"{PATH}/{letter_id}/discard")
        retried = await client.post(f"{PATH}/{letter_id}/retry")

        assert discarded.json()["settled"] == retried.json()["settled"] == "discarded"
        assert letter_id not in await listed(client)
        state = (await client.get(f"/api/messages/{message_id}")).json()
        assert (state["message"], state["refusal"]["code"]) == (None, "internal")


async def test_a_letter_that_is_not_there_is_said_to_be_not_there(house: House) -> None:
    async with house.client() as client:
        for verb in ("retry", "discard"):
            answer = await client.post(f"{PATH}/nothing/{verb}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (
                404,
                "dead_letter_not_found",
            )
