"""Which names are ours, and which pages may ask in whose name."""

import pytest
from parley_web.errors import ForeignHost, ForeignOrigin
from parley_web.origins import Origins

ORIGINS = Origins.of(8800, ["https://parley.example.org"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8800", "localhost:8800", "[::1]:8800", "parley.example.org"]
)
def test_our_own_names_are_ours(host: str) -> None:
    ORIGINS.check_host(host)


@pytest.mark.parametrize(
    "host",
    [
        *(None, "", "localhost", "localhost:8801", "127.0.0.1", "evil.example:8800"),
        *("parley.example.org.evil.example", "parley.example.org:443", "LOCALHOST:8800"),
    ],
)
def test_any_other_name_is_not(host: str | None) -> None:
    with pytest.raises(ForeignHost):
        ORIGINS.check_host(host)


@pytest.mark.parametrize("by_cookie", [True, False])
@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8800", "127.0.0.1:8800"),
        ("http://localhost:8800", "localhost:8800"),
        ("https://parley.example.org", "parley.example.org"),
    ],
)
def test_our_own_pages_may_ask(origin: str, host: str, by_cookie: bool) -> None:
    ORIGINS.check_origin(origin, host, by_cookie=by_cookie)


@pytest.mark.parametrize("by_cookie", [True, False])
@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("null", "localhost:8800"),
        ("https://evil.example", "localhost:8800"),
        ("http://localhost:8801", "localhost:8800"),
        ("https://localhost:8800", "localhost:8800"),
        ("http://localhost:8800", "127.0.0.1:8800"),
        ("http://parley.example.org", "parley.example.org"),
        ("http://localhost:8800/", "localhost:8800"),
        ("", "localhost:8800"),
    ],
)
def test_foreign_pages_may_not(origin: str, host: str, by_cookie: bool) -> None:
    with pytest.raises(ForeignOrigin):
        ORIGINS.check_origin(origin, host, by_cookie=by_cookie)


def test_who_says_no_origin_may_ask_with_a_secret_of_their_own_but_not_with_a_cookie() -> None:
    ORIGINS.check_origin(None, "localhost:8800", by_cookie=False)

    with pytest.raises(ForeignOrigin):
        ORIGINS.check_origin(None, "localhost:8800", by_cookie=True)


def test_only_names_reached_by_tls_are_secure() -> None:
    assert ORIGINS.is_secure("parley.example.org")
    assert not ORIGINS.is_secure("localhost:8800")
    assert not ORIGINS.is_secure(None)
