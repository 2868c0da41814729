"""Who asks: the secret a request shows, and whose it is."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from parley_shared.errors import Unavailable, WrongToken
from parley_shared.store import SignedIn
from starlette.requests import HTTPConnection

from parley_web.errors import NotSignedIn

COOKIE = "parley"
SECURE_COOKIE = "__Host-parley"
FRESH = 60.0  # seconds until a sign-in is looked up again
KNOWN = 1_000  # sign-ins remembered at most

Check = Callable[[str], Awaitable[SignedIn]]  # of a hash; raises WrongToken, Unavailable


@dataclass(frozen=True)
class Secret:
    """What was shown. `by_cookie`: a browser showed it by itself, without being asked to."""

    text: str
    by_cookie: bool


def hash_secret(text: str) -> str:
    """Only this leaves the process."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_secret(connection: HTTPConnection) -> Secret | None:
    """`Authorization: Bearer` wins over the cookie."""
    scheme, _, text = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and text.strip():
        return Secret(text.strip(), by_cookie=False)
    cookie = connection.cookies.get(SECURE_COOKIE) or connection.cookies.get(COOKIE)
    return Secret(cookie, by_cookie=True) if cookie else None


@dataclass(frozen=True)
class _Known:
    signed_in: SignedIn
    at: float


class SignIns:
    """Remembers for a while what the store said, so that its restart signs nobody out."""

    def __init__(self, check: Check, now: Callable[[], float]) -> None:
        self._check = check
        self._now = now
        self._known: dict[str, _Known] = {}
        self._forgotten = 0  # times that some sign-in has ended

    async def find(self, secret: Secret | None) -> SignedIn:
        """Raises NotSignedIn, WrongToken; Unavailable if nobody can tell now."""
        if secret is None:
            raise NotSignedIn("sign in with the token that ./parley up has printed")
        hashed = hash_secret(secret.text)
        known = self._known.get(hashed)
        if known is not None and self._now() - known.at < FRESH:
            return known.signed_in
        forgotten = self._forgotten
        try:
            signed_in = await self._check(hashed)
        except Unavailable:
            if known is None:
                raise
            return known.signed_in  # nobody can have revoked it while the store is away
        except WrongToken:
            self._known.pop(hashed, None)
            raise
        if forgotten == self._forgotten:  # else it may have ended while the store was asked
            self._remember(hashed, signed_in)
        return signed_in

    def forget(self, key_id: str | None = None) -> None:
        """This sign-in has ended, or any may have."""
        self._forgotten += 1
        self._known = {
            hashed: known
            for hashed, known in self._known.items()
            if key_id is not None and known.signed_in.key_id != key_id
        }

    def _remember(self, hashed: str, signed_in: SignedIn) -> None:
        self._known[hashed] = _Known(signed_in, self._now())
        while len(self._known) > KNOWN:
            del self._known[next(iter(self._known))]
