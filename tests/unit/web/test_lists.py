"""The list of threads as browsers are told of it: sub-agents are not in it, what they ask is."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from parley_shared.models import Thread, ThreadRow
from parley_shared.store import SignedIn
from parley_web.browsers import Browser, Browsers
from parley_web.lists import ThreadList

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def row(thread_id: str, origin: str | None = None) -> ThreadRow:
    thread = Thread(
        id=thread_id,
        title="",
        agent_id="ada",
        parent_thread_id=origin,
        parent_turn_id=f"turn of {origin}" if origin else None,
        created_at=AT,
        last_activity_at=AT,
    )
    return ThreadRow(
        thread=thread, last_text="", last_role=None, running=False, waiting=True, queued=0, seq=1
    )


async def test_a_change_of_a_sub_agent_is_a_change_of_the_thread_it_works_for() -> None:
    rows = {each.thread.id: each for each in (row("T"), row("a", "T"), row("b", "a"))}
    browsers = Browsers()
    browser = Browser(None, SignedIn(key_id="k1", name="Ann", surface="session"))

    async def get_rows(thread_ids: Sequence[str]) -> tuple[ThreadRow, ...]:
        return tuple(rows[thread_id] for thread_id in thread_ids)

    async def get_newest() -> tuple[ThreadRow, ...]:
        return ()

    threads = ThreadList(browsers, get_rows, get_newest)
    with browsers.here(browser):
        telling = asyncio.create_task(threads.run())
        await threads.hear("evt.b.turn.parked", b"")
        told = json.loads(await browser.outgoing.next())
        telling.cancel()

    assert ([each["thread"]["id"] for each in told["rows"]], told["gone"]) == (["T"], [])
