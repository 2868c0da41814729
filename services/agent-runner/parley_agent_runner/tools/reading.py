"""Makes readable text of a page, whatever it is written in."""

import codecs
from collections.abc import Awaitable, Callable

from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.fetching import Page

HTML = ("text/html", "application/xhtml+xml")
# How the names of what pages are written in begin. A page may name any codec of Python's, and some
# of those take minutes.
CHARSETS = ("utf", "ascii", "iso", "cp", "mac", "koi8", "gb", "big5", "shift", "euc", "tis")
TEXT = ("application/json", "application/xml", "application/rss+xml", "application/atom+xml")


Extract = Callable[[str, str], Awaitable[str]]  # is given HTML and its address


async def read_page(page: Page, extract: Extract) -> str:
    """Raises ToolFailed if it is nothing to read, or `extract` can't."""
    if page.media_type in HTML or not page.media_type:
        return await extract(_decode(page), page.url) or _nothing(page)
    if page.media_type.startswith("text/") or page.media_type in TEXT:
        return _decode(page).strip() or _nothing(page)
    raise ToolFailed(f"{page.url} is no text but {page.media_type}.")


def _nothing(page: Page) -> str:
    raise ToolFailed(f"There is nothing to read at {page.url}; it may need a browser.")


def _decode(page: Page) -> str:
    return page.content.decode(_find_charset(page.charset), errors="replace")


def _find_charset(said: str | None) -> str:
    try:
        known = codecs.lookup(said or "utf-8").name
    except (LookupError, ValueError):
        return "utf-8"
    return known if known.startswith(CHARSETS) else "utf-8"
