"""Makes readable text of a page: the article and its title, without what is around it."""

import codecs

from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.fetching import Page

HTML = ("text/html", "application/xhtml+xml")
# How the names of what pages are written in begin. A page may name any codec of Python's, and some
# of those take minutes.
CHARSETS = ("utf", "ascii", "iso", "cp", "mac", "koi8", "gb", "big5", "shift", "euc", "tis")
TEXT = ("application/json", "application/xml", "application/rss+xml", "application/atom+xml")


def read_page(page: Page) -> str:
    """Takes up to seconds for a large page. Raises ToolFailed if it is nothing to read."""
    if page.media_type in HTML or not page.media_type:
        return _read_html(page) or _nothing(page)
    if page.media_type.startswith("text/") or page.media_type in TEXT:
        return _decode(page).strip() or _nothing(page)
    raise ToolFailed(f"{page.url} is no text but {page.media_type}.")


def _nothing(page: Page) -> str:
    raise ToolFailed(f"There is nothing to read at {page.url}; it may need a browser.")


def _read_html(page: Page) -> str:
    # Loading it takes as long as the rest of the runner's tools together.
    import trafilatura

    html = _decode(page)
    document = trafilatura.bare_extraction(
        html, url=page.url, include_links=True, include_tables=True, with_metadata=True
    )
    title = getattr(document, "title", None) or ""
    text = getattr(document, "text", None) or trafilatura.html2txt(html)
    return f"{title}\n\n{text}".strip()


def _decode(page: Page) -> str:
    return page.content.decode(_find_charset(page.charset), errors="replace")


def _find_charset(said: str | None) -> str:
    try:
        known = codecs.lookup(said or "utf-8").name
    except (LookupError, ValueError):
        return "utf-8"
    return known if known.startswith(CHARSETS) else "utf-8"
