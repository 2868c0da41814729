"""Who gets in, and who does not."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.browser import open_browser
from tests.house import TOKEN, House
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
OPEN = {"/healthz", "/readyz"}


@asynccontextmanager
async def signed_in(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A browser's client: it has the cookie, and says from which page it asks."""
    async with house.client(secret=None) as client:
        client.headers["Origin"] = house.address
        answer = await client.post("/api/session", json={"token": TOKEN})
        assert answer.status_code == 200, answer.text
        yield client


async def test_nothing_but_health_is_readable_without_a_sign_in(house: House) -> None:
    async with house.client() as known, house.client(secret=None) as stranger:
        api = (await known.get("/api/openapi.json")).json()
        asked = [
            (method.upper(), re.sub(r"\{\w+\}", "x", path), path)
            for path, methods in api["paths"].items()
            for method in methods
            if path not in OPEN
        ]

        answers = {
            (method, path): (await stranger.request(method, filled)).status_code
            for method, filled, path in asked
        }

    assert len(answers) >= 40
    assert answers.pop(("POST", "/api/session")) == 422  # it asks for the token
    assert answers.pop(("DELETE", "/api/session")) == 204  # there is nothing to end
    assert set(answers.values()) == {401}, answers


@pytest.mark.parametrize("path", ["/agui/parley", "/api/threads/import", "/v1/chat/completions"])
@pytest.mark.parametrize("size", [1, 5_000_000])  # bytes; half a megabyte is taken of some
async def test_a_body_is_read_once_it_is_known_who_asks(house: House, path: str, size: int) -> None:
    broken, kind = b"{" + b" " * size, {"Content-Type": "application/json"}
    async with house.client() as known, house.client(secret=None) as stranger:
        unknown = await stranger.post(path, content=broken, headers=kind)
        wrong = await stranger.post(
            path, content=broken, headers={**kind, "Authorization": "Bearer a-guess"}
        )
        read = await known.post(path, content=broken, headers=kind)

    codes = [each.json()["error"]["code"] for each in (unknown, wrong)]
    assert codes == ["not_signed_in", "wrong_token"]
    assert read.status_code in (400, 413)


async def test_every_answer_carries_the_headers_that_keep_a_browser_safe(house: House) -> None:
    async with house.client(secret=None) as stranger:
        for path in ("/", "/healthz", "/nothing", "/api/threads", "/assets/no.js", "/api/nothing"):
            headers = (await stranger.get(path)).headers

            assert headers["content-security-policy"] == POLICY, path
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert "server" not in headers


async def test_the_token_is_exchanged_for_a_cookie_that_no_script_can_read(house: House) -> None:
    async with signed_in(house) as browser:
        assert (await browser.get("/api/session")).json()["surface"] == "session"
        created = await browser.post("/api/threads", json={})

    assert created.status_code == 201


async def test_the_cookie_is_http_only_and_for_no_other_site(house: House) -> None:
    async with house.client(secret=None) as stranger:
        answer = await stranger.post("/api/session", json={"token": TOKEN})

    cookie = answer.headers["set-cookie"]
    assert re.match(r"parley=[\w-]{43}; HttpOnly; Max-Age=\d+; Path=/; SameSite=strict", cookie)


async def test_a_wrong_token_is_refused_and_after_five_tries_one_has_to_wait_unless_it_is_right(
    house: House,
) -> None:
    # From an address of its own, so that the other tests are not kept waiting.
    transport = httpx.AsyncHTTPTransport(local_address="127.0.0.2")
    async with httpx.AsyncClient(
        base_url=house.address, transport=transport, timeout=PATIENCE
    ) as stranger:
        answers = [await stranger.post("/api/session", json={"token": "a-guess"}) for _ in range(6)]
        correct = await stranger.post("/api/session", json={"token": TOKEN})

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[0].json()["error"]["code"] == "wrong_token"
    assert answers[5].json()["error"]["code"] == "too_many_tries"
    assert 0 < int(answers[5].headers["retry-after"]) <= 60
    assert correct.status_code == 200


@pytest.mark.parametrize("secret", ["a-guess", "parley_a-guess"])
async def test_a_wrong_bearer_is_refused(house: House, secret: str) -> None:
    async with house.client(secret) as stranger:
        answer = await stranger.get("/api/threads")

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "wrong_token"
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_websites_page_can_do_nothing(house: House, origin: str) -> None:
    async with signed_in(house) as browser:
        browser.headers["Origin"] = origin
        answers = [
            await browser.post("/api/threads", json={}),
            await browser.patch("/api/threads/x", json={}),
            await browser.delete("/api/threads/x"),
            await browser.put("/api/secrets/x", json={"value": ""}),
            await browser.post("/api/session", json={"token": TOKEN}),
        ]

    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["error"]["code"] for answer in answers} == {"foreign_origin"}


async def test_a_cookie_without_an_origin_changes_nothing(house: House) -> None:
    async with signed_in(house) as browser:
        del browser.headers["Origin"]

        assert (await browser.post("/api/threads", json={})).status_code == 403
        assert (await browser.get("/api/threads")).status_code == 200


async def test_under_a_name_that_is_not_ours_we_are_nobody(house: House) -> None:
    async with house.client() as client:
        answer = await client.get("/api/threads", headers={"Host": "rebound.example"})

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "foreign_host"


@pytest.mark.parametrize(
    ("name", "headers", "status", "code"),
    [
        ("127.0.0.1", {"Origin": "https://evil.example"}, 403, "foreign_origin"),
        ("rebound.example", {}, 403, "foreign_host"),
        ("127.0.0.1", {"Authorization": "Bearer a-guess"}, 401, "wrong_token"),
        ("127.0.0.1", {"Authorization": ""}, 401, "not_signed_in"),
    ],
)
async def test_a_socket_is_refused_with_a_reason(
    house: House, name: str, headers: dict[str, str], status: int, code: str
) -> None:
    told = {"Authorization": f"Bearer {TOKEN}", **headers}
    with pytest.raises(InvalidStatus) as refused:
        url = f"ws://{name}:{house.port}/api/ws"
        async with connect(url, additional_headers=told, host="127.0.0.1"):
            pass

    assert refused.value.response.status_code == status
    body = json.loads(refused.value.response.body or b"")
    assert body["error"]["code"] == code


async def test_signing_out_ends_the_session_and_closes_its_sockets(house: House) -> None:
    async with signed_in(house) as browser:
        cookie = f"parley={browser.cookies['parley']}"
        headers = {"Cookie": cookie, "Origin": house.address}
        url = f"ws://127.0.0.1:{house.port}/api/ws"
        async with connect(url, additional_headers=headers) as socket:
            await socket.recv()
            ended = await browser.delete("/api/session")
            async with asyncio.timeout(PATIENCE):
                await socket.wait_closed()
        after = await browser.get("/api/session", headers={"Cookie": cookie})

    assert ended.status_code == 204
    assert socket.close_code == 4401
    assert after.status_code == 401


async def test_an_api_key_works_until_it_is_revoked(house: House) -> None:
    async with house.client() as owner:
        created = (await owner.post("/api/keys", json={"name": "script"})).json()
        async with house.client(created["secret"]) as program:
            assert (await program.get("/api/session")).json() == {
                "key_id": created["key"]["key_id"],
                "name": "script",
                "surface": "key",
            }
            async with open_browser(house.address, created["secret"]) as browser:
                await browser.until_frame("hello")
                listed = (await owner.get("/api/keys")).json()["keys"]
                await owner.delete(f"/api/keys/{created['key']['key_id']}")
                async with asyncio.timeout(PATIENCE):
                    await browser.socket.wait_closed()
            after = await program.get("/api/threads")

    assert created["secret"] not in str(listed)
    assert created["key"]["key_id"] in {key["key_id"] for key in listed}
    assert browser.socket.close_code == 4401
    assert after.status_code == 401


async def test_a_key_that_is_asked_for_again_is_the_same_one_and_its_secret_stays_untold(
    house: House,
) -> None:
    async with house.client() as owner:
        first = await owner.post("/api/keys", json={"id": "key-1", "name": "script"})
        again = await owner.post("/api/keys", json={"id": "key-1", "name": "script"})
        listed = (await owner.get("/api/keys")).json()["keys"]
        async with house.client(first.json()["secret"]) as program:
            used = await program.get("/api/session")

    assert (first.status_code, again.status_code, used.status_code) == (201, 200, 200)
    assert again.json() == {"key": first.json()["key"], "secret": None}
    assert [key["key_id"] for key in listed].count("key-1") == 1


async def test_a_key_makes_no_new_token_and_without_a_launcher_it_is_said_who_does(
    house: House,
) -> None:
    async with house.client() as owner:
        created = (await owner.post("/api/keys", json={"name": "script"})).json()
        async with house.client(created["secret"]) as program:
            refused = await program.post("/api/token/rotate")
        unanswered = await owner.post("/api/token/rotate")

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "key_not_enough")
    assert unanswered.status_code == 503
    assert "docker compose run --rm signin rotate" in unanswered.json()["error"]["message"]


async def test_while_the_store_is_away_the_known_stay_and_nobody_is_called_a_stranger(
    own_house: House,
) -> None:
    async with own_house.client() as known, own_house.client("a-guess") as stranger:
        assert (await known.get("/api/session")).status_code == 200

        await own_house.store.kill()

        assert (await known.get("/api/session")).status_code == 200
        answer = await stranger.get("/api/session")
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "unavailable"
        assert "retry-after" in answer.headers
        ready = await known.get("/readyz")
        assert (ready.status_code, ready.json()["missing"]) == (503, ["store"])
        assert (await known.get("/healthz")).status_code == 200

        await own_house.store.start()
        await own_house.until_ready()
        assert (await known.get("/api/threads")).status_code == 200
        assert (await stranger.get("/api/session")).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/keys"),
        ("DELETE", "/api/keys/k1"),
        ("DELETE", "/api/sessions"),
        ("DELETE", "/api/sessions/s1"),
        ("GET", "/api/pairing"),
        ("PUT", "/api/telegram/people/7"),
        ("DELETE", "/api/telegram/people/7"),
    ],
)
async def test_a_key_of_a_program_lets_nobody_in_or_out(
    house: House, method: str, path: str
) -> None:
    body = {"name": "another"} if method == "POST" else {"role": "paired"}
    async with house.client() as owner:
        created = (await owner.post("/api/keys", json={"name": "script"})).json()
        async with house.client(created["secret"]) as program:
            refused = await program.request(
                method, path, json=None if method in ("GET", "DELETE") else body
            )

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "key_not_enough")
