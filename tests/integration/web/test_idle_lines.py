"""Lines that are kept open for the next request."""

import asyncio

import httpx
import uvicorn

from tests.house import House

LONGER_THAN_USUAL = 6.0  # seconds: uvicorn closes lines after 5 if it is not told otherwise


async def test_who_asks_again_after_a_while_is_answered_on_the_same_line(house: House) -> None:
    opened = list[str]()

    async def note(event: str, _: object) -> None:
        if event == "connection.connect_tcp.started":
            opened.append(event)

    assert uvicorn.Config("").timeout_keep_alive < LONGER_THAN_USUAL
    limits = httpx.Limits(keepalive_expiry=None)
    async with httpx.AsyncClient(base_url=house.address, limits=limits) as client:
        for pause in (0.0, LONGER_THAN_USUAL):
            await asyncio.sleep(pause)
            answer = await client.get("/healthz", extensions={"trace": note})
            assert answer.status_code == 200

    assert len(opened) == 1
