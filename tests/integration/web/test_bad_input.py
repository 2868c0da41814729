"""Whatever is sent, it is answered with the one error body, and nothing breaks or is lost."""

import json

import httpx
import pytest
from parley_shared import ids

from tests.browser import open_browser
from tests.house import TOKEN, House

pytestmark = pytest.mark.asyncio(loop_scope="module")


def check_error(answer: httpx.Response, status: int, code: str) -> None:
    """It is the error body and nothing else, above all no stack trace."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message", "field", "fact"}
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    assert "Traceback" not in answer.text


async def make_thread(client: httpx.AsyncClient) -> str:
    thread_id: str = (await client.post("/api/threads", json={})).json()["id"]
    return thread_id


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 422, "empty_message"),
        (" \n\t ", 422, "empty_message"),
        ("x" * (256 * 1024 + 1), 413, "too_long"),
        ("x" * 1_000_000, 413, "too_big"),
        ("x" * 20_000_000, 413, "too_big"),
    ],
    ids=["empty", "blank", "too long", "1 MB", "20 MB"],
)
async def test_a_message_that_cannot_be_taken(
    house: House, text: str, status: int, code: str
) -> None:
    async with house.client() as client:
        thread_id, message_id = await make_thread(client), ids.uuid7()
        path = f"/api/threads/{thread_id}/messages"

        answer = await client.post(path, json={"id": message_id, "text": text})

        check_error(answer, status, code)
        assert (await client.get(f"/api/messages/{message_id}")).status_code == 404
        assert (await client.get(path)).json()["items"] == []


async def test_a_message_as_long_as_one_may_be_is_taken_whole(house: House) -> None:
    text = 'é"\n' * (256 * 1024 // 4)
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        thread_id, message_id = await make_thread(client), ids.uuid7()
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")

        path = f"/api/threads/{thread_id}/messages"
        answer = await client.post(path, json={"id": message_id, "text": text})

        assert answer.status_code == 202
        event = await browser.until_event("message.created")
        assert event["message"]["text"] == text.strip()


async def test_an_unknown_thread(house: House) -> None:
    message = {"id": ids.uuid7(), "text": "Hello"}
    async with house.client() as client:
        check_error(await client.get("/api/threads/nowhere"), 404, "thread_not_found")
        check_error(
            await client.post("/api/threads/nowhere/messages", json=message),
            404,
            "thread_not_found",
        )
        check_error(await client.get("/api/threads/nowhere/messages"), 404, "thread_not_found")
        check_error(await client.patch("/api/threads/nowhere", json={}), 404, "thread_not_found")
        check_error(
            await client.post("/api/threads/nowhere/fork", json={}), 404, "thread_not_found"
        )
        check_error(await client.get("/api/threads/a.b"), 422, "bad_input")


async def test_an_unknown_agent_is_refused_aloud_and_again_when_asked_again(house: House) -> None:
    message = {"id": ids.uuid7(), "text": "Hello", "agent_id": "ghost"}
    async with house.client() as client, open_browser(house.address, TOKEN) as browser:
        thread_id = await make_thread(client)
        await browser.watch(thread_id)
        await browser.until_frame("snapshot")

        sent = await client.post(f"/api/threads/{thread_id}/messages", json=message)
        rejected = await browser.until_event("message.rejected")
        again = await client.post(f"/api/threads/{thread_id}/messages", json=message)
        state = await client.get(f"/api/messages/{message['id']}")
        created = await client.post("/api/threads", json={"agent_id": "ghost"})

    assert sent.status_code == 202
    assert (rejected["message_id"], rejected["code"]) == (message["id"], "agent_not_found")
    assert "'ghost'" in rejected["reason"]
    assert again.status_code == 200
    assert again.json()["refusal"]["code"] == "agent_not_found"
    assert state.json()["refusal"]["code"] == "agent_not_found"
    check_error(created, 404, "agent_not_found")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b"", 422, "bad_input"),
        (b"[]", 422, "bad_input"),
        (b'"text"', 422, "bad_input"),
        (b'{"text": "Hi"}', 422, "bad_input"),
        (b'{"id": "a b", "text": "Hi"}', 422, "bad_input"),
        (b'{"id": "m1", "text": 7}', 422, "bad_input"),
        (b'{"id": "m1", "text": "Hi", "mode": "whenever"}', 422, "bad_input"),
        (b'{"id": "m1", "text": "Hi", "unheard": "of"}', 422, "bad_input"),
        (b'{"id": "m1", "text": "\\ud800"}', 400, "malformed_json"),
        (b'{"id": "m1", "text": NaN}', 400, "malformed_json"),
        (b"\xff\xfe", 400, "malformed_json"),
        (b"[" * 100_000, 400, "malformed_json"),
        (b'{"a":' * 100_000, 400, "malformed_json"),
    ],
)
async def test_a_malformed_body(house: House, body: bytes, status: int, code: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with house.client() as client:
        path = f"/api/threads/{await make_thread(client)}/messages"

        check_error(await client.post(path, content=body, headers=headers), status, code)


async def test_what_is_wrong_is_named(house: House) -> None:
    async with house.client() as client:
        answer = await client.post("/api/threads/x/messages", json={"id": "m1"})

    assert answer.json()["error"]["field"] == "text"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "not_found"),
        ("POST", "/api/nothing", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("PUT", "/api/threads", 405, "method_not_allowed"),
        ("DELETE", "/healthz", 405, "method_not_allowed"),
        ("GET", "/api/threads?limit=0", 422, "bad_input"),
        ("GET", "/api/threads?limit=many", 422, "bad_input"),
        ("GET", "/api/threads?status=lost", 422, "bad_input"),
        ("GET", "/api/threads?before=no-cursor", 422, "bad_input"),
        ("GET", "/api/threads?before=1.999999999999999.x", 422, "bad_input"),
        ("GET", "/api/messages/unheard-of", 404, "message_not_found"),
        ("GET", "/api/agents/unheard-of", 404, "agent_not_found"),
        ("GET", "/api/files/unheard-of", 404, "file_not_found"),
        ("DELETE", "/api/turns/unheard-of", 404, "turn_not_found"),
        ("GET", "/api/threads/x/export?format=pdf", 422, "bad_input"),
    ],
)
async def test_what_is_not_there(
    house: House, method: str, path: str, status: int, code: str
) -> None:
    async with house.client() as client:
        check_error(await client.request(method, path), status, code)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        "null",
        '"watch"',
        "{}",
        '{"type": "dance"}',
        '{"type": "watch"}',
        '{"type": "watch", "thread_id": "a.b"}',
        '{"type": "watch", "thread_id": "th1", "extra": 1}',
        '{"type": "send", "thread_id": "th1", "message": {"id": "m1"}}',
        b"\x00\xff",
        b"{}",
        "[" * 100_000,
    ],
)
async def test_a_malformed_frame_is_answered_and_the_socket_lives_on(
    house: House, frame: str | bytes
) -> None:
    async with open_browser(house.address, TOKEN) as browser:
        await browser.socket.send(frame)

        assert (await browser.until_frame("error"))["code"] == "bad_frame"
        await browser.say(type="ping")
        await browser.until_frame("pong")


async def test_an_oversize_frame_closes_the_socket(house: House) -> None:
    async with open_browser(house.address, TOKEN) as browser:
        await browser.until_frame("hello")

        await browser.socket.send("x" * 1_000_000)
        await browser.socket.wait_closed()

    assert browser.socket.close_code == 1009


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"type": "watch", "thread_id": "nowhere"}, "thread_not_found"),
        ({"type": "stop", "thread_id": "nowhere"}, "thread_not_found"),
        (
            {"type": "decide", "approval_id": "nothing", "decision": {"decision": "approve"}},
            "approval_not_found",
        ),
        (
            {"type": "send", "thread_id": "nowhere", "message": {"id": "m1", "text": "Hi"}},
            "thread_not_found",
        ),
        (
            {"type": "send", "thread_id": "nowhere", "message": {"id": "m1", "text": ""}},
            "empty_message",
        ),
    ],
)
async def test_a_frame_that_cannot_be_followed(
    house: House, frame: dict[str, object], code: str
) -> None:
    async with open_browser(house.address, TOKEN) as browser:
        await browser.say(**frame)

        error = await browser.until_frame("error")

    assert error["code"] == code
    assert error["thread_id"] == frame.get("thread_id")


async def test_nothing_of_this_has_left_a_stack_trace(house: House) -> None:
    lines = [json.loads(line) for line in house.web.log.read_text().splitlines()]
    lines += [json.loads(line) for line in house.gateway.log.read_text().splitlines()]

    assert [line for line in lines if line["level"] in ("error", "critical")] == []
