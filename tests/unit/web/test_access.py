"""Whose secret it is: asked of the store, remembered for a while."""

import pytest
from parley_shared.errors import Unavailable, WrongToken
from parley_shared.store import SignedIn
from parley_web.access import FRESH, Secret, SignIns, find_secret, hash_secret
from parley_web.errors import NotSignedIn
from starlette.requests import HTTPConnection

ME = SignedIn(key_id="k1", name="This browser", surface="session")
MINE = Secret("s3cret", by_cookie=True)


class Store:
    """Knows one secret; may be away."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False
        self.knows = {hash_secret("s3cret"): ME}

    async def check(self, hashed: str) -> SignedIn:
        self.asked.append(hashed)
        if self.is_away:
            raise Unavailable("the store does not answer")
        if hashed not in self.knows:
            raise WrongToken("nobody has this secret")
        return self.knows[hashed]


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_only_the_hash_is_asked_for_and_only_once() -> None:
    store = Store()
    sign_ins = SignIns(store.check, Clock())

    assert [await sign_ins.find(MINE) for _ in range(3)] == [ME] * 3

    expected = "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0"
    assert store.asked == [expected]


async def test_without_a_secret_nobody_is_signed_in() -> None:
    with pytest.raises(NotSignedIn):
        await SignIns(Store().check, Clock()).find(None)


async def test_a_wrong_secret_is_asked_for_every_time() -> None:
    store = Store()
    sign_ins = SignIns(store.check, Clock())

    for _ in range(2):
        with pytest.raises(WrongToken):
            await sign_ins.find(Secret("guess", by_cookie=False))

    assert len(store.asked) == 2


async def test_after_a_while_the_store_is_asked_again_and_a_revoked_one_is_out() -> None:
    store, clock = Store(), Clock()
    sign_ins = SignIns(store.check, clock)
    await sign_ins.find(MINE)
    store.knows.clear()

    clock.now += FRESH
    with pytest.raises(WrongToken):
        await sign_ins.find(MINE)


async def test_a_restart_of_the_store_signs_nobody_out() -> None:
    store, clock = Store(), Clock()
    sign_ins = SignIns(store.check, clock)
    await sign_ins.find(MINE)
    store.is_away = True

    clock.now += 2 * FRESH
    assert await sign_ins.find(MINE) == ME


async def test_one_that_ends_while_the_store_is_asked_is_not_remembered() -> None:
    store = Store()

    async def check_and_end(hashed: str) -> SignedIn:
        signed_in = await store.check(hashed)
        store.knows.clear()
        sign_ins.forget()
        return signed_in

    sign_ins = SignIns(check_and_end, Clock())
    await sign_ins.find(MINE)

    with pytest.raises(WrongToken):
        await sign_ins.find(MINE)


async def test_who_is_not_known_yet_waits_for_the_store() -> None:
    store = Store()
    store.is_away = True

    with pytest.raises(Unavailable):
        await SignIns(store.check, Clock()).find(MINE)


@pytest.mark.parametrize(("key_id", "asked_again"), [("k1", True), (None, True), ("k2", False)])
async def test_a_revoked_one_is_looked_up_at_once(key_id: str | None, asked_again: bool) -> None:
    store = Store()
    sign_ins = SignIns(store.check, Clock())
    await sign_ins.find(MINE)

    sign_ins.forget(key_id)
    await sign_ins.find(MINE)

    assert (len(store.asked) == 2) is asked_again


def asks(**headers: str) -> HTTPConnection:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": "http", "headers": raw})


@pytest.mark.parametrize(
    ("headers", "secret"),
    [
        ({}, None),
        ({"authorization": "Bearer abc"}, Secret("abc", by_cookie=False)),
        ({"authorization": "bearer  abc "}, Secret("abc", by_cookie=False)),
        ({"authorization": "Basic abc"}, None),
        ({"authorization": "Bearer"}, None),
        ({"cookie": "parley=xyz"}, Secret("xyz", by_cookie=True)),
        ({"cookie": "__Host-parley=tls; parley=xyz"}, Secret("tls", by_cookie=True)),
        (
            {"authorization": "Bearer abc", "cookie": "parley=xyz"},
            Secret("abc", by_cookie=False),
        ),
        ({"cookie": "other=xyz"}, None),
    ],
)
def test_a_secret_is_found_where_it_is_shown(
    headers: dict[str, str], secret: Secret | None
) -> None:
    assert find_secret(asks(**headers)) == secret
