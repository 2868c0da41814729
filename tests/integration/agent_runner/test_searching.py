"""Searching the web: a server like the provider's on loopback, and a free search handed in."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.declaration import Outcome
from parley_agent_runner.tools.fetching import make_keyed_fetch
from parley_agent_runner.tools.guarding import Guard
from parley_agent_runner.tools.searching import SearchFreely, make_search
from parley_agent_runner.tools.web_search import make_web_search

KEY = "canary-key"
HITS = [
    {"title": "Tomatoes", "url": "https://garden.example/1", "description": "Water them."},
    {"title": "More", "url": "https://garden.example/2"},
]
THIS_MACHINE = Guard(is_allowed=lambda address: address == "127.0.0.1")


class Provider:
    """Answers as Brave Search does, and remembers which keys came where."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, str, str | None]] = []  # path, query, key
        self.redirects_to: str | None = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Provider"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/search"
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = urlsplit((await reader.readline()).decode().split()[1])
        headers: dict[str, str] = {}
        while line := (await reader.readline()).decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        key = headers.get("x-subscription-token")
        self.asked.append((target.path, parse_qs(target.query)["q"][0], key))
        body = json.dumps({"web": {"results": HITS}}).encode()
        status, more = ("200 OK", "") if key == KEY else ("401 Unauthorized", "")
        if self.redirects_to:
            status, more = "302 Found", f"location: {self.redirects_to}\r\n"
        head = (
            f"HTTP/1.1 {status}\r\n{more}content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        writer.write(head.encode() + body)
        writer.close()


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with Provider().serving() as provider:
        yield provider


def found_freely(query: str, count: int) -> Sequence[Mapping[str, str]]:
    return [{"title": f"About {query}", "href": "https://free.example/", "body": "Words."}]


def refuses(query: str, count: int) -> Sequence[Mapping[str, str]]:
    raise OSError("no network")


async def search(
    provider: Provider, keys: Mapping[str, str], freely: SearchFreely = refuses
) -> Outcome:
    fetch = make_keyed_fetch(THIS_MACHINE)
    tool = make_web_search(make_search(keys.get, fetch, freely, provider.url))
    return await call_tool(tool, {"query": "tomato", "count": 2}, "c1")


async def test_with_a_key_the_provider_is_asked_and_its_hits_are_strangers_words(
    provider: Provider,
) -> None:
    outcome = await search(provider, {"brave": KEY})

    assert outcome.output.text == (
        "Found by Brave Search:\n\nTomatoes\nhttps://garden.example/1\nWater them.\n\n"
        "More\nhttps://garden.example/2"
    )
    assert outcome.output.origin == "pages found in a web search"
    assert provider.asked == [("/search", "tomato", KEY)]


async def test_without_a_key_the_free_search_is_asked_and_says_so(provider: Provider) -> None:
    outcome = await search(provider, {}, found_freely)

    assert outcome.output.text == (
        "Found by search engines that need no key:\n\nAbout tomato\nhttps://free.example/\nWords."
    )
    assert outcome.output.origin == "pages found in a web search"
    assert provider.asked == []


async def test_a_free_search_that_is_not_possible_says_what_would_help(provider: Provider) -> None:
    outcome = await search(provider, {})

    assert outcome.state == "error"
    assert "stored in the settings under the name 'brave'" in outcome.output.text


async def test_a_refused_key_is_told_and_nobody_else_is_asked_instead(provider: Provider) -> None:
    outcome = await search(provider, {"brave": "wrong"}, found_freely)

    assert outcome.state == "error"
    assert "answered 401" in outcome.output.text
    assert "stored as 'brave'" in outcome.output.text
    assert "wrong" not in outcome.output.text


async def test_a_key_does_not_follow_a_redirect(provider: Provider) -> None:
    provider.redirects_to = provider.url.replace("/search", "/elsewhere?q=stolen")

    outcome = await search(provider, {"brave": KEY})

    assert outcome.state == "error"
    assert [path for path, _, _ in provider.asked] == ["/search"]
