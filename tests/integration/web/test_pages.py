"""The browser's part, as it was built, and how Parley is."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.house import House, until_shown
from tests.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGE = "<!doctype html><title>Parley</title>"


@pytest.fixture
def dist(house: House) -> Iterator[Path]:
    """Built pages, and a file beside them that is nobody's business."""
    files = {
        house.dist / "index.html": PAGE,
        house.dist / "icon.svg": "<svg/>",
        house.dist / "assets" / "app-4f3a.js": "export {};",
        house.dist / "assets" / "sans-4f3a.woff2": "font",
        house.dist.parent / "secret.txt": "secret",
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    yield house.dist
    for file in files:
        file.unlink()


async def test_without_built_pages_there_is_a_sentence(house: House) -> None:
    async with house.client(secret=None) as stranger:
        answer = await stranger.get("/")

    assert answer.status_code == 503
    assert "not built yet" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/chat/some-thread", "/chat/t1/x", "/admin", "/admin/agents"]
)
async def test_every_address_of_ours_is_the_one_page(house: House, dist: Path, path: str) -> None:
    async with house.client(secret=None) as stranger:
        answer = await stranger.get(path)

    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/nothing", "/Chat/some-thread", "/x/y.html"])
async def test_a_wrong_address_leads_people_to_the_page(
    house: House, dist: Path, path: str
) -> None:
    async with house.client(secret=None) as stranger:
        answer = await stranger.get(path, headers=BROWSER)

    assert (answer.status_code, answer.text) == (404, PAGE)
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/api/nothing", "/v1/nothing", "/assets/nothing.js"])
async def test_a_wrong_address_of_programs_is_an_error_whoever_asks(
    house: House, dist: Path, path: str
) -> None:
    async with house.client() as client:
        answer = await client.get(path, headers=BROWSER)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "media_type", "cache"),
    [
        (
            "/assets/app-4f3a.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        ("/assets/sans-4f3a.woff2", "font/woff2", "public, max-age=31536000, immutable"),
        ("/icon.svg", "image/svg+xml", "no-cache"),
    ],
)
async def test_what_a_page_needs_is_given_as_what_it_is(
    house: House, dist: Path, path: str, media_type: str, cache: str
) -> None:
    async with house.client(secret=None) as stranger:
        answer = await stranger.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == cache


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/assets/%00",
        "/assets/",
        "/assets",
        "/secret.txt",
        "//etc/passwd",
        "/assets//etc/passwd",
    ],
)
async def test_nothing_outside_is_given(house: House, dist: Path, path: str) -> None:
    async with house.client(secret=None) as stranger:
        answer = await stranger.get(house.address + path)

    assert answer.status_code == 404
    assert "secret" not in answer.text.replace(repr("secret.txt"), "").replace("secret.txt", "")


async def test_who_is_well_says_so(house: House) -> None:
    async with house.client() as client:
        ready = await until_well(client)
        services = await until_shown(client, "store", "gateway", "web")

    assert ready.json() == {"ready": True, "missing": [], "why": ""}
    assert {name: service["ok"] for name, service in services.items()} == {
        "nats-server": True,
        "store": True,
        "gateway": True,
        "agent-runner": False,
        "sandbox": True,
        "telegram": True,
        "web": True,
    }
    apart = {name for name, each in services.items() if each["detail"] == "does not run here"}
    assert apart == {"sandbox", "telegram"}
    assert services["web"]["version"] == "0.1.0"


async def until_well(client: httpx.AsyncClient) -> httpx.Response:
    """The store has a second to answer in."""
    async with asyncio.timeout(PATIENCE):
        while (ready := await client.get("/readyz")).status_code != 200:
            pass
    return ready


async def test_prometheus_finds_its_numbers(house: House) -> None:
    async with house.client() as client:
        await client.get("/api/threads/th1/messages")
        text = (await client.get("/metrics")).text

    assert 'parley_http_request_seconds_count{method="GET",route="/readyz",status="200"}' in text
    assert "th1" not in text
    assert "parley_sockets 0.0" in text


async def test_a_lost_nats_server_is_named(own_house: House) -> None:
    async with own_house.client() as client:
        await client.get("/api/session")
        await own_house.nats.kill()

        ready = await client.get("/readyz")
        alive = await client.get("/healthz")
        services = (await client.get("/api/services")).json()["services"]
        await own_house.nats.start()
        await own_house.until_ready()

    assert (ready.status_code, ready.json()["missing"]) == (503, ["nats-server"])
    assert alive.status_code == 200
    assert {service["ok"] for service in services} == {False}


@pytest.mark.parametrize("folder", ["/", "/assets/"])
async def test_a_name_that_no_file_can_have_is_not_found(
    house: House, dist: Path, folder: str
) -> None:
    async with house.client(None) as client:
        answer = await client.get(folder + "x" * 300)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
