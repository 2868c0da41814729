"""What is answered to who brings updates."""

from collections.abc import Sequence

import httpx
import pytest
from parley_shared.errors import Unavailable
from parley_telegram.access import Raw
from parley_telegram.health import Health
from parley_telegram.webhook import SECRET, create_app

UPDATE = b'{"update_id": 7}'


async def bring(
    body: bytes, secret: str, *, away: bool = False
) -> tuple[httpx.Response, list[Raw]]:
    taken: list[Raw] = []

    async def take(raws: Sequence[Raw]) -> None:
        if away:
            raise Unavailable("the store is away")
        taken.extend(raws)

    app = create_app("right", Health(mode="webhook", username="bot"), take)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return await client.post("/telegram", content=body, headers={SECRET: secret}), taken


async def test_what_is_kept_is_taken_and_what_can_not_be_kept_comes_again() -> None:
    kept, taken = await bring(UPDATE, "right")
    later, _ = await bring(UPDATE, "right", away=True)

    assert (kept.status_code, taken) == (200, [{"update_id": 7}])
    assert (later.status_code, later.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize("secret", ["", "wrong", "right2"])
async def test_without_the_secret_nothing_is_taken(secret: str) -> None:
    answer, taken = await bring(UPDATE, secret)

    assert (answer.status_code, taken) == (403, [])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"x" * (2**20 + 1)])
async def test_nonsense_is_let_pass_for_it_will_not_be_better_the_next_time(body: bytes) -> None:
    answer, taken = await bring(body, "right")

    assert (answer.status_code, taken) == (200, [])
