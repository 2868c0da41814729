"""Threads and messages through the HTTP API, on the real gateway and store."""

import httpx
import pytest
from parley_shared import ids

from tests.browser import open_browser
from tests.house import TOKEN, House
from tests.scripted_runner import claim_turn

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def make_thread(client: httpx.AsyncClient, **fields: str) -> str:
    answer = await client.post("/api/threads", json=fields)
    assert answer.status_code == 201, answer.text
    thread_id: str = answer.json()["id"]
    return thread_id


async def post(client: httpx.AsyncClient, thread_id: str, text: str) -> str:
    """Returns when it is accepted; the message's id."""
    message_id = ids.uuid7()
    body = {"id": message_id, "text": text}
    sent = await client.post(f"/api/threads/{thread_id}/messages", json=body)
    assert (sent.status_code, sent.json()) == (202, {"message_id": message_id})
    return message_id


async def say(client: httpx.AsyncClient, thread_id: str, text: str) -> str:
    """Returns when it is stored; the message's id."""
    async with open_browser(str(client.base_url), TOKEN) as browser:
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")
        message_id = await post(client, thread_id, text)
        await browser.until(
            lambda browser: any(
                event["message"]["id"] == message_id for event in browser.events("message.created")
            )
        )
    return message_id


async def test_a_thread_is_made_once_whatever_is_lost_on_the_way(house: House) -> None:
    body = {"id": ids.uuid7(), "title": "Garden plan"}
    async with house.client() as client:
        first = await client.post("/api/threads", json=body)
        again = await client.post("/api/threads", json=body)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first.json()["title"] == "Garden plan"


async def test_a_thread_is_renamed_archived_and_found_where_it_is(house: House) -> None:
    async with house.client() as client:
        thread_id = await make_thread(client, title="Before")
        path = f"/api/threads/{thread_id}"

        changed = await client.patch(path, json={"title": "After", "status": "archived"})
        active = (await client.get("/api/threads")).json()["items"]
        archived = (await client.get("/api/threads?status=archived")).json()["items"]

    assert (changed.json()["title"], changed.json()["status"]) == ("After", "archived")
    assert thread_id not in {row["thread"]["id"] for row in active}
    assert thread_id in {row["thread"]["id"] for row in archived}


async def test_a_deleted_thread_is_gone_and_can_be_brought_back(house: House) -> None:
    async with house.client() as client:
        thread_id = await make_thread(client)
        path = f"/api/threads/{thread_id}"

        assert (await client.delete(path)).status_code == 200
        assert (await client.get(path)).status_code == 404
        assert (await client.post(f"{path}/restore")).status_code == 200
        assert (await client.get(path)).status_code == 200


async def test_a_message_sent_twice_is_there_once(house: House) -> None:
    async with house.client() as client:
        thread_id = await make_thread(client)
        message_id = await say(client, thread_id, "  Hello  ")
        body = {"id": message_id, "text": "  Hello  "}

        again = await client.post(f"/api/threads/{thread_id}/messages", json=body)
        page = (await client.get(f"/api/threads/{thread_id}/messages")).json()
        state = (await client.get(f"/api/messages/{message_id}")).json()

    assert again.status_code == 200
    assert again.json() == state
    assert state["message"]["text"] == "Hello"
    assert state["message"]["source"] == "api"
    assert state["turn"]["state"] == "queued"
    assert [message["id"] for message in page["items"]] == [message_id]


async def test_pages_go_back_to_the_beginning(house: House) -> None:
    async with house.client() as client:
        thread_id = await make_thread(client)
        said = [await say(client, thread_id, f"message {number}") for number in range(5)]
        path = f"/api/threads/{thread_id}/messages?limit=2"

        pages, before = [], ""
        while True:
            page = (await client.get(path + before)).json()
            pages.append([message["id"] for message in page["items"]])
            if page["next"] is None:
                break
            before = f"&before={page['next']}"

    assert pages == [said[3:], said[1:3], said[:1]]


async def test_a_thread_is_forked_at_a_message(house: House) -> None:
    async with house.client() as client, house.bus("agent-runner") as runner:
        thread_id = await make_thread(client)
        await say(client, thread_id, "first")
        turn = await claim_turn(runner, thread_id)
        await turn.say("one")
        answer = await turn.finish()
        await say(client, thread_id, "second")

        body = {"message_id": answer.id, "title": "Other way"}
        fork = (await client.post(f"/api/threads/{thread_id}/fork", json=body)).json()
        messages = (await client.get(f"/api/threads/{fork['id']}/messages")).json()["items"]
        parent = (await client.get(f"/api/threads/{thread_id}")).json()

    assert [message["text"] for message in messages] == ["first", "one"]
    assert fork["title"] == "Other way"
    assert fork["parent_thread_id"] == thread_id
    assert parent["children"] == [fork["id"]]


async def test_a_waiting_message_is_seen_in_the_queue_and_taken_back(house: House) -> None:
    async with house.client() as client:
        thread_id = await make_thread(client)
        await say(client, thread_id, "first")
        second = await say(client, thread_id, "second")
        queue = (await client.get(f"/api/threads/{thread_id}/queue")).json()["turns"]

        withdrawn = await client.delete(f"/api/turns/{queue[1]['id']}")
        left = (await client.get(f"/api/threads/{thread_id}/queue")).json()["turns"]

    assert queue[1]["message_id"] == second
    assert withdrawn.json()["state"] == "cancelled"
    assert [turn["id"] for turn in left] == [queue[0]["id"]]


async def test_stopping_what_does_not_run_says_so(house: House) -> None:
    async with house.client() as client:
        thread_id = await make_thread(client)

        answer = await client.post(f"/api/threads/{thread_id}/stop")

    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "nothing_runs"


async def test_a_message_is_stopped_before_it_has_arrived(house: House) -> None:
    body = {"id": ids.uuid7(), "text": "Never mind"}
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        thread_id = await make_thread(client)
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")

        stop = {"message_id": body["id"]}
        await client.post(f"/api/threads/{thread_id}/stop", json=stop)
        await client.post(f"/api/threads/{thread_id}/messages", json=body)
        await browser.until_event("message.rejected")
        messages = (await client.get(f"/api/threads/{thread_id}/messages")).json()["items"]

    assert messages == []


async def test_an_answer_is_tried_again_by_another_agent(house: House) -> None:
    async with house.client() as client, house.bus("agent-runner") as runner:
        thread_id = await make_thread(client)
        message_id = await say(client, thread_id, "first")
        turn = await claim_turn(runner, thread_id)
        await turn.say("one")
        await turn.finish()

        body = {"id": ids.uuid7(), "agent_id": "toolbox"}
        retried = await client.post(f"/api/messages/{message_id}/retry", json=body)
        again = await client.post(f"/api/messages/{message_id}/retry", json=body)

    assert retried.status_code == 200, retried.text
    assert retried.json()["agent_id"] == "toolbox"
    assert again.json()["id"] == retried.json()["id"]


async def test_an_agent_is_made_changed_and_taken_away(house: House) -> None:
    async with house.client() as client:
        body = {"id": ids.uuid7(), "change": {"name": "Scout", "model": "demo/echo"}}
        made = await client.post("/api/agents", json=body)
        path = f"/api/agents/{body['id']}"
        changed = await client.patch(path, json={"tools": ["calculator"], "hue": 330})
        twin = await client.post("/api/agents", json={"change": body["change"]})
        names = {agent["name"] for agent in (await client.get("/api/agents")).json()["agents"]}
        gone = await client.delete(path)
        after = await client.get(path)

    assert made.status_code == 201, made.text
    assert (changed.json()["tools"], changed.json()["hue"]) == (["calculator"], 330)
    assert (twin.status_code, twin.json()["error"]["code"]) == (409, "agent_name_taken")
    assert "Scout" in names
    assert (gone.status_code, after.status_code) == (200, 404)


async def test_a_thread_is_exported_whole(house: House) -> None:
    async with house.client() as client, house.bus("agent-runner") as runner:
        thread_id = await make_thread(client, title="Café / sums")
        await say(client, thread_id, "What is 2+2?")
        turn = await claim_turn(runner, thread_id)
        await turn.say("**4**")
        await turn.finish()

        text = await client.get(f"/api/threads/{thread_id}/export")
        whole = (await client.get(f"/api/threads/{thread_id}/export?format=json")).json()

    assert text.text.startswith("# Café / sums\n\n## You\n\nWhat is 2+2?\n\n## ")
    assert text.text.endswith("\n\n**4**\n")
    assert text.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Caf%C3%A9%20%2F%20sums.md"
    )
    assert [message["text"] for message in whole["messages"]] == ["What is 2+2?", "**4**"]


async def test_what_a_person_sends_while_the_store_is_away_is_taken_and_comes_later(
    own_house: House,
) -> None:
    async with own_house.client() as client, open_browser(own_house.address, TOKEN) as browser:
        thread_id = await make_thread(client)
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")
        await own_house.store.kill()

        body = {"id": ids.uuid7(), "text": "Are you there?"}
        sent = await client.post(f"/api/threads/{thread_id}/messages", json=body)
        await own_house.store.start()
        event = await browser.until_event("message.created")

    assert sent.status_code == 202
    assert event["message"]["id"] == body["id"]


async def test_what_a_person_sends_while_the_gateway_is_away_is_taken_and_comes_later(
    own_house: House,
) -> None:
    async with own_house.client() as client, open_browser(own_house.address, TOKEN) as browser:
        thread_id = await make_thread(client)
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")
        await own_house.gateway.kill()

        said = [{"id": ids.uuid7(), "text": f"number {number}"} for number in range(5)]
        for body in said:
            sent = await client.post(f"/api/threads/{thread_id}/messages", json=body)
            assert sent.status_code == 202
        await own_house.gateway.start()
        await browser.until_event("message.created", count=5)

    told = [event["message"]["id"] for event in browser.events("message.created")]
    assert told == [body["id"] for body in said]


async def test_threads_that_are_named_are_listed_wherever_they_stand(house: House) -> None:
    async with house.client() as client:
        for name in ("named-1", "named-2", "named-3"):
            await client.post("/api/threads", json={"id": name})
        await client.patch("/api/threads/named-1", json={"status": "archived"})
        asked = {"id": ["named-1", "named-3", "nobody"]}
        page = (await client.get("/api/threads", params=asked)).json()
        wrong = await client.get("/api/threads", params={"id": "no id!"})

    assert {row["thread"]["id"] for row in page["items"]} == {"named-1", "named-3"}
    assert page["next"] is None
    assert wrong.status_code == 422
