"""Under which names we are reached, and whether a request comes from our own pages. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from parley_web.errors import ForeignHost, ForeignOrigin

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Origins:
    """`allowed` are whole origins, such as "https://parley.example.org"; compared exactly."""

    allowed: frozenset[str]

    @classmethod
    def of(cls, port: int, others: Iterable[str] = ()) -> "Origins":
        return cls(frozenset([*(f"http://{name}:{port}" for name in LOOPBACK), *others]))

    def check_host(self, host: str | None) -> None:
        """Against a name that was made to point at us (DNS rebinding). Raises ForeignHost."""
        if host is None or not {f"http://{host}", f"https://{host}"} & self.allowed:
            raise ForeignHost(f"this is not {host!r}: PARLEY_WEB_ORIGINS names what else it is")

    def check_origin(self, origin: str | None, host: str | None, *, by_cookie: bool) -> None:
        """Browsers say where a request comes from; only a request without a cookie may not.

        Raises ForeignOrigin.
        """
        if origin is None and not by_cookie:
            return
        same = origin in (f"http://{host}", f"https://{host}")
        if not same or origin not in self.allowed:
            raise ForeignOrigin(f"a page of {origin!r} may not do this")

    def is_secure(self, host: str | None) -> bool:
        """Whether browsers reach us under `host` by TLS."""
        return f"https://{host}" in self.allowed
