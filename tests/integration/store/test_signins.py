"""Who may come in, by hashes only."""

from hashlib import sha256

import pytest
from parley_shared.errors import AlreadyExists, BadInput, WrongToken
from parley_shared.store import (
    CheckSignIn,
    CreateKey,
    ListKeys,
    RevokeKey,
    SetToken,
    SignedIn,
    SignIn,
    SignOut,
)
from parley_store.tables import signins
from sqlalchemy import func, select

from tests.integration.store.keeper import Keeper


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


async def sign_in(keeper: Keeper, session: str = "s1", token: str = "token") -> None:
    await keeper.ask(SignIn(token_hash=hashed(token), session_hash=hashed(session), label="Mac"))


async def check(keeper: Keeper, secret: str) -> SignedIn:
    return await keeper.ask(CheckSignIn(secret_hash=hashed(secret)))


async def test_a_session_is_opened_with_the_token_and_lasts_ninety_days(keeper: Keeper) -> None:
    await keeper.ask(SetToken(token_hash=hashed("token")))
    await sign_in(keeper)
    await sign_in(keeper)

    signed_in = await check(keeper, "s1")

    assert (signed_in.surface, signed_in.name) == ("session", "Mac")
    keeper.hours.go_on(90 * 86400)
    with pytest.raises(WrongToken):
        await check(keeper, "s1")
    await keeper.clock.tick()
    async with keeper.database.read() as session:
        assert await session.value(select(func.count()).select_from(signins)) == 0


async def test_nobody_signs_in_before_there_is_a_token_or_with_another(keeper: Keeper) -> None:
    with pytest.raises(WrongToken):
        await sign_in(keeper)
    await keeper.ask(SetToken(token_hash=hashed("token")))
    with pytest.raises(WrongToken):
        await sign_in(keeper, token="guess")
    with pytest.raises(WrongToken):
        await check(keeper, "s1")


async def test_the_token_itself_opens_the_door(keeper: Keeper) -> None:
    await keeper.ask(SetToken(token_hash=hashed("token")))

    assert (await check(keeper, "token")).surface == "token"


async def test_a_new_token_ends_the_sessions_of_the_old_one_and_says_so(keeper: Keeper) -> None:
    await keeper.ask(SetToken(token_hash=hashed("token")))
    await sign_in(keeper)
    await keeper.ask(CreateKey(key_id="k1", name="script", secret_hash=hashed("key")))

    await keeper.ask(SetToken(token_hash=hashed("token")))
    assert (await check(keeper, "s1")).surface == "session"
    assert keeper.nudges == []
    await keeper.ask(SetToken(token_hash=hashed("rotated")))

    assert keeper.nudges == ["ctl.signins"]
    for ended in ("s1", "token"):
        with pytest.raises(WrongToken):
            await check(keeper, ended)
    assert (await check(keeper, "rotated")).surface == "token"
    assert (await check(keeper, "key")).surface == "key"


async def test_whoever_asked_for_a_new_token_stays_signed_in_until_the_next(keeper: Keeper) -> None:
    await keeper.ask(SetToken(token_hash=hashed("token")))
    await sign_in(keeper, "mine")
    await sign_in(keeper, "other")

    await keeper.ask(SetToken(token_hash=hashed("second"), keeps=hashed("mine")))

    assert (await check(keeper, "mine")).surface == "session"
    with pytest.raises(WrongToken):
        await check(keeper, "other")
    await keeper.ask(SetToken(token_hash=hashed("third")))
    with pytest.raises(WrongToken):
        await check(keeper, "mine")


async def test_signing_out_ends_one_session(keeper: Keeper) -> None:
    await keeper.ask(SetToken(token_hash=hashed("token")))
    await sign_in(keeper, "s1")
    await sign_in(keeper, "s2")

    await keeper.ask(SignOut(session_hash=hashed("s1")))
    await keeper.ask(SignOut(session_hash=hashed("s1")))

    assert keeper.nudges == ["ctl.signins"]
    with pytest.raises(WrongToken):
        await check(keeper, "s1")
    assert (await check(keeper, "s2")).surface == "session"


async def test_a_key_is_made_once_used_and_revoked(keeper: Keeper) -> None:
    create = CreateKey(key_id="k1", name="script", secret_hash=hashed("key"))
    key = await keeper.ask(create)
    assert await keeper.ask(create) == key and key.last_used_at is None
    with pytest.raises(AlreadyExists):
        await keeper.ask(create.model_copy(update={"secret_hash": hashed("other")}))
    with pytest.raises(BadInput):
        await keeper.ask(CreateKey(key_id="k2", name=" ", secret_hash=hashed("x")))

    signed_in = await check(keeper, "key")
    await keeper.clock.tick()
    used = (await keeper.ask(ListKeys())).keys
    await keeper.ask(RevokeKey(key_id="k1"))

    assert (signed_in.key_id, signed_in.name, signed_in.surface) == ("k1", "script", "key")
    assert [k.last_used_at for k in used] == [keeper.hours.now()]
    assert keeper.nudges == ["ctl.signins"]
    assert (await keeper.ask(ListKeys())).keys == ()
    with pytest.raises(WrongToken):
        await check(keeper, "key")
