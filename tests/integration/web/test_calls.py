"""What a browser says of a tool call is its person's, whatever the browser calls itself."""

import asyncio
from typing import Literal

import httpx
import pytest
from parley_shared.models import ToolPart
from parley_shared.store import Finish

from tests.house import TOKEN, House
from tests.scripted_runner import claim_turn
from tests.waiting import START_PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def answer_with(
    house: House, client: httpx.AsyncClient, thread: str, state: Literal["error", "unknown"]
) -> str:
    """The answer that holds the call `c1`."""
    await client.post("/api/threads", json={"id": thread})
    body = {"id": f"{thread}-asked", "text": "Write to Ada"}
    await client.post(f"/api/threads/{thread}/messages", json=body)
    async with house.bus("agent-runner") as runner:
        turn = await claim_turn(runner, thread, START_PATIENCE)
        part = ToolPart(step=0, call_id="c1", name="send", title="Send mail", state=state)
        await turn.say("Perhaps.")
        message = turn.write_answer().model_copy(update={"parts": (part,)})
        question = Finish(
            turn_id=turn.claimed.turn.id, fence=turn.claimed.fence, state="done", message=message
        )
        finished = await runner.ask(question)
    assert finished.message is not None
    return finished.message.id


async def test_a_browser_has_a_call_tried_again_in_nobody_s_name(house: House) -> None:
    headers = {"User-Agent": "Mozilla/5.0 (of pretence)", "Origin": house.address}
    async with (
        asyncio.timeout(120),
        httpx.AsyncClient(base_url=house.address, headers=headers, timeout=60) as browser,
    ):
        assert (await browser.post("/api/session", json={"token": TOKEN})).status_code < 300
        failed = await answer_with(house, browser, "failed", "error")
        lost = await answer_with(house, browser, "lost", "unknown")

        asked = await browser.post(f"/api/messages/{failed}/calls/c1/retry")
        settled = await browser.post(f"/api/messages/{lost}/calls/c1", json={"happened": True})

    assert (asked.json()["text"], asked.json()["sender"]) == (
        "The call “Send mail” failed. Please try it again.",
        None,
    )
    [part] = settled.json()["parts"]
    assert part["summary"] == "Somebody says that it has happened."
