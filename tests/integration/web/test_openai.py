"""Programs that speak OpenAI's protocol talk with agents."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from parley_shared.subjects import INBOUND

from tests.house import House, until_answers
from tests.scripted_runner import claim_turn
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def full_house(house: House) -> AsyncIterator[House]:
    """With somebody who answers."""
    await house.runner.start()
    async with house.bus("admin") as bus:
        await until_answers(bus, {"runner"})
    yield house
    await house.runner.kill()


def ask(text: str, **more: object) -> dict[str, object]:
    return {"model": "parley", "messages": [{"role": "user", "content": text}], **more}


async def test_agents_are_models(full_house: House) -> None:
    async with full_house.client() as client:
        listed = (await client.get("/v1/models")).json()

    assert listed["object"] == "list"
    assert "parley" in [each["id"] for each in listed["data"]]


async def test_an_answer_comes_whole_and_is_in_a_thread(full_house: House) -> None:
    async with full_house.client() as client:
        answer = await client.post("/v1/chat/completions", json=ask("Hello"))
        thread = answer.headers["X-Parley-Thread"]
        kept = (await client.get(f"/api/threads/{thread}/messages")).json()["items"]

    choice = answer.json()["choices"][0]
    assert choice["message"] == {"role": "assistant", "content": "Echo: Hello"}
    assert choice["finish_reason"] == "stop"
    assert answer.json()["usage"]["completion_tokens"] > 0
    assert [each["text"] for each in kept] == ["Hello", "Echo: Hello"]
    assert kept[0]["source"] == "api"


async def test_an_answer_streams_word_by_word(full_house: House) -> None:
    words = " ".join(f"word{n}" for n in range(40))  # some may come together
    async with (
        full_house.client() as client,
        client.stream("POST", "/v1/chat/completions", json=ask(words, stream=True)) as got,
    ):
        lines = [line async for line in got.aiter_lines() if line]

    assert lines[-1] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    text = "".join(each["choices"][0]["delta"].get("content", "") for each in chunks)
    assert text == f"Echo: {words}"
    assert len(chunks) > 3
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


async def test_a_thread_goes_on(full_house: House) -> None:
    async with full_house.client() as client:
        first = await client.post("/v1/chat/completions", json=ask("One"))
        thread = first.headers["X-Parley-Thread"]
        headers = {"X-Parley-Thread": thread}
        second = await client.post("/v1/chat/completions", json=ask("Two"), headers=headers)
        kept = (await client.get(f"/api/threads/{thread}/messages")).json()["items"]

    assert second.headers["X-Parley-Thread"] == thread
    assert [each["text"] for each in kept] == ["One", "Echo: One", "Two", "Echo: Two"]


async def test_in_a_new_thread_the_agent_is_told_what_was_said_before(full_house: House) -> None:
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "One"},
        {"role": "assistant", "content": "First."},
        {"role": "user", "content": [{"type": "text", "text": "Two"}]},
    ]
    async with full_house.client() as client:
        body = {"model": "Parley", "messages": messages}
        answer = await client.post("/v1/chat/completions", json=body)

    said = answer.json()["choices"][0]["message"]["content"]
    assert "user: One" in said
    assert "assistant: First." in said
    assert said.endswith("Two")


async def test_what_can_not_be_answered_says_why(full_house: House) -> None:
    async with full_house.client() as client:
        before = (await client.get("/api/threads")).json()
        nobody = await client.post("/v1/chat/completions", json={**ask("Hi"), "model": "nobody"})
        empty = await client.post("/v1/chat/completions", json=ask(" "))
        long = await client.post("/v1/chat/completions", json=ask("x" * 300_000))
        after = (await client.get("/api/threads")).json()
    async with full_house.client(None) as stranger:
        refused = await stranger.post("/v1/chat/completions", json=ask("Hi"))

    assert (nobody.status_code, nobody.json()["error"]["code"]) == (404, "agent_not_found")
    assert empty.status_code == 422
    assert (long.status_code, long.json()["error"]["code"]) == (413, "too_long")
    assert after == before
    assert refused.status_code == 401


async def test_a_question_that_is_lost_with_the_disk_of_nats_server_is_asked_again(
    own_house: House,
) -> None:
    house = own_house
    async with (
        house.client() as client,
        asyncio.timeout(START_PATIENCE),
        asyncio.TaskGroup() as tasks,
    ):
        thread = (await client.post("/api/threads", json={})).json()
        await house.gateway.kill()
        headers = {"X-Parley-Thread": thread["id"]}
        asked = tasks.create_task(
            client.post("/v1/chat/completions", json=ask("Is it spring?"), headers=headers)
        )
        async with house.bus("store") as bus:
            while not (await bus.connection.jetstream.stream_info(INBOUND)).state.messages:
                await asyncio.sleep(0.02)
        await house.nats.forget()
        await house.gateway.start()
        async with house.bus("agent-runner") as runner:
            turn = await claim_turn(runner, thread["id"], START_PATIENCE)
            await turn.say("Not yet.")
            await turn.finish()
        answer = await asked

    assert answer.json()["choices"][0]["message"]["content"] == "Not yet."
