"""Lets tools reach the open internet and nothing behind it: every address is vetted at the connect.

A name is resolved once for each connection, all its addresses are looked at, and the connection
goes to one of those. So neither a redirect nor a name that changes its mind leads inside.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore

from parley_agent_runner.tools.declaration import ToolFailed

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)

GLOBAL_SIX = ipaddress.ip_network("2000::/3")  # all there is of public IPv6
INSIDE = [
    ipaddress.ip_network(each)
    for each in (
        "100.64.0.0/10",  # between providers; some clouds answer for machines here
        "168.63.129.16/32",  # Azure's own
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "2001::/23",  # Teredo and others that carry an IPv4 address
        "2002::/16",  # 6to4 does too
        "3fff::/20",
    )
]


class AddressRefused(ToolFailed):
    """What was asked for lies inside this machine or its network."""


def is_public(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # as with a zone: "fe80::1%eth0"
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if ip.version == 6 and ip not in GLOBAL_SIX:  # mapped, NAT64 and the like
        return False
    return not any(ip in network for network in INSIDE)


async def resolve(host: str, port: int) -> list[str]:
    """Raises ToolFailed if there is no such host."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ToolFailed(f"There is no host {host!r}, or it can't be looked up now.") from None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Guard(httpcore.AsyncNetworkBackend):
    def __init__(
        self,
        *,
        is_allowed: Callable[[str], bool] = is_public,
        resolve: Resolve = resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._is_allowed, self._resolve = is_allowed, resolve
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises AddressRefused, ToolFailed."""
        addresses = await self._resolve(host, port)
        if not addresses or not all(self._is_allowed(each) for each in addresses):
            raise AddressRefused(f"{host} is not on the open internet, so it is not fetched.")
        failed: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        assert failed is not None  # there was an address, and none of them answered
        raise failed

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("A socket of this machine is not fetched.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
