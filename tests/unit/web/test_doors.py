"""What becomes of requests that are cut off."""

import asyncio
import json

import pytest
from parley_web.doors import LastAnswers, SafeAnswers
from starlette.types import Message, Receive, Scope, Send

ASKED: Scope = {"type": "http", "method": "POST", "path": "/api/threads", "headers": []}


async def receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def test_a_request_that_is_cut_off_by_a_stop_is_told_to_come_again() -> None:
    told: list[Message] = []
    waits = asyncio.Event()

    async def wait_for_ever(scope: Scope, receive: Receive, send: Send) -> None:
        waits.set()
        await asyncio.Event().wait()

    async def send(message: Message) -> None:
        told.append(message)

    asked = asyncio.create_task(SafeAnswers(LastAnswers(wait_for_ever))(ASKED, receive, send))
    await waits.wait()
    asked.cancel()
    await asyncio.wait([asked])

    assert told[0]["status"] == 503
    headers = dict(told[0]["headers"])
    assert (headers[b"retry-after"], headers[b"content-type"]) == (b"2", b"application/json")
    assert b"content-security-policy" in headers
    error = json.loads(told[1]["body"])["error"]
    assert (error["code"], error["message"]) == (
        "unavailable",
        "the web service stops or starts again",
    )


async def test_an_answer_that_has_begun_is_cut_off_as_it_is() -> None:
    told: list[Message] = []
    began = asyncio.Event()

    async def begin(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        began.set()
        await asyncio.Event().wait()

    async def send(message: Message) -> None:
        told.append(message)

    asked = asyncio.create_task(LastAnswers(begin)(ASKED, receive, send))
    await began.wait()
    asked.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asked
    assert [message["type"] for message in told] == ["http.response.start"]
