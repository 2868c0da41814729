"""Searches the web: with a key of Brave Search, or without one over the library ddgs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pydantic import BaseModel

from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.fetching import KeyedFetch, fetch_as

BRAVE = "https://api.search.brave.com/res/v1/web/search"
ENGINES = "duckduckgo,brave,mojeek,startpage"  # the names of ddgs, which asks two at once
ONE_ENGINE = 6  # seconds

UNAVAILABLE = (
    "Nothing was found, or searching without a key is not possible now: the engines may be out of "
    "reach or refuse to answer. A key of Brave Search, stored in the settings under the name "
    "'brave', makes it dependable. A page whose address is known can still be read."
)

logger = logging.getLogger(__name__)

FindKey = Callable[[str], str | None]
Rows = Sequence[Mapping[str, str]]
SearchFreely = Callable[[str, int], Rows]  # blocks; may raise whatever it likes


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Found:
    by: str
    hits: tuple[Hit, ...]


Search = Callable[[str, int], Awaitable[Found]]


class BraveHit(BaseModel):
    title: str
    url: str
    description: str = ""


class BraveHits(BaseModel):
    results: list[BraveHit] = []


class BraveAnswer(BaseModel):
    web: BraveHits = BraveHits()


def ask_ddgs(query: str, count: int) -> Rows:
    # It is loaded by the first search only: few need it, and it takes a tenth of a second.
    from ddgs import DDGS

    logging.getLogger("ddgs").setLevel(logging.WARNING)  # below that it tells what is searched for
    rows: Rows = DDGS(timeout=ONE_ENGINE).text(query, max_results=count, backend=ENGINES)
    return rows


def make_search(
    find_key: FindKey,
    fetch: KeyedFetch,
    search_freely: SearchFreely = ask_ddgs,
    brave: str = BRAVE,
) -> Search:
    """A key that is stored decides who is asked; nobody else is asked when that fails."""

    async def search(query: str, count: int) -> Found:
        key = find_key("brave")
        if key is None:
            return await _search_freely(search_freely, query, count)
        return await _ask_brave(fetch, brave, key, query, count)

    return search


async def _ask_brave(fetch: KeyedFetch, url: str, key: str, query: str, count: int) -> Found:
    with_key = partial(fetch, headers={"x-subscription-token": key})
    try:
        answer = await fetch_as(
            with_key, BraveAnswer, url, {"q": query, "count": str(count), "text_decorations": "0"}
        )
    except ToolFailed as failed:
        why = f"The search failed: {failed} It was asked with the key that is stored as 'brave'."
        raise ToolFailed(why) from failed
    hits = tuple(Hit(each.title, each.url, each.description) for each in answer.web.results[:count])
    return Found("Brave Search", hits)


async def _search_freely(search: SearchFreely, query: str, count: int) -> Found:
    try:
        rows = await asyncio.to_thread(search, query, count)
    except Exception as error:
        # A search that found nothing is an error of it too, and looks like any other.
        logger.info("a search without a key failed", extra={"error": type(error).__name__})
        raise ToolFailed(UNAVAILABLE) from error
    found = (Hit(each["title"], each["href"], each.get("body", "")) for each in rows[:count])
    return Found("search engines that need no key", tuple(found))
