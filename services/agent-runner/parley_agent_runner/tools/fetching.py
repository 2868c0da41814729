"""Fetches one page of the open internet, within bounds: what is sent, how long and how much."""

import asyncio
import ssl
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol, TypeVar

import httpcore
import httpx
from pydantic import BaseModel, ValidationError

from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.guarding import Guard

LARGEST = 1_000_000  # bytes of a page, unpacked; the rest is left
LONGEST = 10.0  # seconds for all of it, redirects included
MOST_REDIRECTS = 5
HEADERS = {
    "accept-encoding": "identity",  # few obey, so packed pages are unpacked within bounds
    "user-agent": "Parley/0.1 (a self-hosted chat; an agent fetches what its person asks for)",
}

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Page:
    url: str  # after redirects
    media_type: str
    charset: str | None
    content: bytes
    is_cut: bool = False

    @property
    def host(self) -> str:
        return httpx.URL(self.url).host


Fetch = Callable[[str, Mapping[str, str]], Awaitable[Page]]


class KeyedFetch(Protocol):
    """`headers` go to the address that is asked and nowhere else: no redirect is followed."""

    def __call__(
        self, url: str, query: Mapping[str, str], *, headers: Mapping[str, str]
    ) -> Awaitable[Page]: ...


def make_fetch(guard: Guard) -> Fetch:
    return partial(_fetch, guard, headers={})


def make_keyed_fetch(guard: Guard) -> KeyedFetch:
    return partial(_fetch, guard)


async def fetch_as(fetch: Fetch, kind: type[M], url: str, query: Mapping[str, str]) -> M:
    """A page that is JSON. Raises ToolFailed."""
    page = await fetch(url, query)
    try:
        return kind.model_validate_json(page.content)
    except ValidationError:
        raise ToolFailed(f"{page.host} answered with something else than expected.") from None


async def _fetch(
    guard: Guard, url: str, query: Mapping[str, str], *, headers: Mapping[str, str]
) -> Page:
    """Raises ToolFailed with a sentence for the model, AddressRefused among them."""
    try:
        async with asyncio.timeout(LONGEST), _open_client(guard) as client:
            asked = httpx.URL(url).copy_merge_params(dict(query)) if query else httpx.URL(url)
            if asked.userinfo:
                raise ToolFailed("An address with a user or a password in it is not fetched.")
            async with client.stream(
                "GET", asked, headers=dict(headers), follow_redirects=not headers
            ) as response:
                return await _read(response)
    except httpx.TooManyRedirects:
        raise ToolFailed(f"{url} is redirected again and again.") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise ToolFailed(f"{url!r} is no address of a web page.") from None
    except httpx.HTTPError as error:
        raise ToolFailed(f"{url} could not be fetched ({type(error).__name__}).") from error
    except TimeoutError:
        raise ToolFailed(f"{url} took longer than {LONGEST:g} s.") from None


def _open_client(guard: Guard) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=_Transport(guard),
        headers=HEADERS,
        timeout=httpx.Timeout(LONGEST),
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        trust_env=False,  # a proxy would connect in our place, unguarded
    )


class _Transport(httpx.AsyncHTTPTransport):
    """httpx has no way to hand its pool a network, only httpcore has."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(verify=_trust(), trust_env=False, retries=0)
        self._pool = httpcore.AsyncConnectionPool(ssl_context=_trust(), network_backend=guard)


@cache
def _trust() -> ssl.SSLContext:
    """Made once: reading the authorities holds everything up for 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


async def _read(response: httpx.Response) -> Page:
    if not response.is_success:
        raise ToolFailed(f"{response.url} answered {response.status_code}.")
    unpack = _choose_unpacking(response)
    content, is_cut = bytearray(), False
    async for piece in response.aiter_raw(65536):
        content += unpack(piece, LARGEST + 1 - len(content))
        if len(content) > LARGEST:
            is_cut = True
            break
    kind = response.headers.get("content-type", "")
    return Page(
        url=str(response.url),
        media_type=kind.partition(";")[0].strip().lower(),
        charset=response.charset_encoding,
        content=bytes(content[:LARGEST]),
        is_cut=is_cut,
    )


def _choose_unpacking(response: httpx.Response) -> Callable[[bytes, int], bytes]:
    """It never makes more bytes than it is asked for, however much is packed."""
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    match packed:
        case "identity" | "":
            return lambda piece, room: piece[:room]
        case "gzip" | "x-gzip" | "deflate":
            return _Unpacker(str(response.url)).unpack
    raise ToolFailed(f"{response.url} is packed in a way that is not read here ({packed[:20]!r}).")


class _Unpacker:
    def __init__(self, url: str) -> None:
        self._url = url
        self._inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)

    def unpack(self, piece: bytes, room: int) -> bytes:
        try:
            return self._inflate.decompress(self._inflate.unconsumed_tail + piece, room)
        except zlib.error:
            raise ToolFailed(f"{self._url} is packed wrongly.") from None
