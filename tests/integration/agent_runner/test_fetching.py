"""Pages fetched from a real server: redirects, what is packed, what is too large."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.fetching import LARGEST, Fetch, make_fetch
from parley_agent_runner.tools.guarding import AddressRefused, Guard, is_public

ARTICLE = "<html><head><title>Tomatoes</title></head><body><p>Water them.</p></body></html>"
BOMB = gzip.compress(b"\0" * 50_000_000)
SERVED = {
    "/page": ("200 OK", {"content-type": "text/html; charset=utf-8"}, ARTICLE.encode()),
    "/packed": (
        "200 OK",
        {"content-type": "text/plain", "content-encoding": "gzip"},
        gzip.compress(b"Hello"),
    ),
    "/bomb": ("200 OK", {"content-encoding": "gzip"}, BOMB),
    "/brotli": ("200 OK", {"content-encoding": "br"}, b"..."),
    "/large": ("200 OK", {}, b"x" * (LARGEST + 10)),
    "/inside": ("302 Found", {"location": "http://169.254.169.254/secret"}, b""),
    "/file": ("302 Found", {"location": "file:///etc/passwd"}, b""),
    "/again": ("302 Found", {"location": "/again"}, b""),
    "/gone": ("404 Not Found", {}, b"not here"),
}


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    path = (await reader.readline()).decode().split()[1].partition("?")[0]
    while (await reader.readline()).strip():
        pass
    status, headers, body = SERVED[path]
    lines = [f"{name}: {value}" for name, value in headers.items()]
    head = [f"HTTP/1.1 {status}", *lines, f"content-length: {len(body)}", "connection: close"]
    writer.write("\r\n".join([*head, "", ""]).encode() + body)
    writer.close()


@pytest.fixture
async def site() -> AsyncIterator[str]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
def fetch() -> Fetch:
    """As the real one, but this machine is taken for the open internet."""
    return make_fetch(Guard(is_allowed=lambda each: each == "127.0.0.1" or is_public(each)))


async def test_a_page_comes_with_its_type_and_address(site: str, fetch: Fetch) -> None:
    page = await fetch(f"{site}/page", {"q": "1"})

    assert page.content.decode() == ARTICLE
    assert (page.url, page.media_type, page.charset) == (f"{site}/page?q=1", "text/html", "utf-8")


async def test_a_packed_page_is_unpacked(site: str, fetch: Fetch) -> None:
    assert (await fetch(f"{site}/packed", {})).content == b"Hello"


@pytest.mark.parametrize("path", ["/large", "/bomb"])
async def test_a_page_is_cut_at_its_largest_size(site: str, fetch: Fetch, path: str) -> None:
    page = await fetch(f"{site}{path}", {})

    assert (len(page.content), page.is_cut) == (LARGEST, True)


async def test_a_redirect_inside_is_refused(site: str, fetch: Fetch) -> None:
    with pytest.raises(AddressRefused):
        await fetch(f"{site}/inside", {})


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/file", "no address of a web page"),
        ("/again", "again and again"),
        ("/brotli", "packed in a way"),
        ("/gone", "answered 404"),
    ],
)
async def test_what_can_not_be_had_is_told(site: str, fetch: Fetch, path: str, why: str) -> None:
    with pytest.raises(ToolFailed, match=why):
        await fetch(f"{site}{path}", {})


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x.example/", "http://"])
async def test_only_the_web_is_fetched(fetch: Fetch, url: str) -> None:
    with pytest.raises(ToolFailed, match="no address of a web page"):
        await fetch(url, {})


async def test_an_address_with_a_password_is_not_fetched(site: str, fetch: Fetch) -> None:
    with pytest.raises(ToolFailed, match="password"):
        await fetch(site.replace("//", "//me:secret@") + "/page", {})
