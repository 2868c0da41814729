"""Who may come in: the start-up token, the sessions it opened, and API keys; hashes only."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from parley_shared import subjects
from parley_shared.errors import AlreadyExists, WrongToken
from parley_shared.questions import Done
from parley_shared.store import (
    ApiKey,
    ApiKeys,
    CheckSignIn,
    CreateKey,
    ListKeys,
    RevokeKey,
    SetToken,
    SignedIn,
    SignIn,
    SignOut,
)
from sqlalchemy import delete, insert, select, update

from parley_store.checks import check_id, check_name
from parley_store.database import Session
from parley_store.tables import api_keys, settings, signins

TOKEN = "token_hash"
LASTS = timedelta(days=90)


async def set_token(session: Session, question: SetToken) -> Done:
    """The same token again changes nothing."""
    before = await _read_token(session)
    if before is None:
        row = {"name": TOKEN, "value": question.token_hash}
        await session.run(insert(settings).values(**row))
    elif before != question.token_hash:
        here = update(settings).where(settings.c.name == TOKEN)
        await session.run(here.values(value=question.token_hash))
        await session.run(delete(signins).where(signins.c.token_hash == before))
        session.nudges.append(subjects.SIGNINS)
    return Done()


async def sign_in(session: Session, question: SignIn) -> Done:
    """The same session again stays as it is."""
    token = await _read_token(session)
    if token is None or not hmac.compare_digest(token, question.token_hash):
        raise WrongToken("the token is not the one that was printed at the last start")
    known = select(signins.c.session_hash).where(signins.c.session_hash == question.session_hash)
    if await session.value(known) is None:
        await session.run(
            insert(signins).values(
                session_hash=question.session_hash,
                token_hash=token,
                label=question.label[:200],
                created_at=session.now,
                expires_at=session.now + LASTS,
            )
        )
    return Done()


async def check_sign_in(session: Session, question: CheckSignIn) -> SignedIn:
    secret = question.secret_hash
    row = await session.row(select(signins).where(signins.c.session_hash == secret))
    if row is not None and row.expires_at > session.now:
        return SignedIn(
            key_id=secret[:16], name=row.label, surface="session", expires_at=row.expires_at
        )
    key = await session.row(select(api_keys).where(api_keys.c.secret_hash == secret))
    if key is not None:
        session.memory.used_keys[key.key_id] = session.now
        return SignedIn(key_id=key.key_id, name=key.name, surface="key")
    token = await _read_token(session)
    if token is not None and hmac.compare_digest(token, secret):
        return SignedIn(key_id="token", name="token", surface="token")
    raise WrongToken("nobody is signed in with this")


async def sign_out(session: Session, question: SignOut) -> Done:
    here = delete(signins).where(signins.c.session_hash == question.session_hash)
    if await session.run(here):
        session.nudges.append(subjects.SIGNINS)
    return Done()


async def list_keys(session: Session, question: ListKeys) -> ApiKeys:
    rows = await session.rows(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.key_id))
    return ApiKeys(keys=tuple(ApiKey.model_validate(row) for row in rows))


async def create_key(session: Session, question: CreateKey) -> ApiKey:
    """The same key again is given as it is. Raises AlreadyExists for another secret."""
    check_id("key id", question.key_id)
    row = await session.row(select(api_keys).where(api_keys.c.key_id == question.key_id))
    if row is not None:
        if row.secret_hash != question.secret_hash:
            raise AlreadyExists(f"key {question.key_id!r} exists with another secret")
        return ApiKey.model_validate(row)
    key = ApiKey(key_id=question.key_id, name=check_name(question.name), created_at=session.now)
    await session.run(insert(api_keys).values(**key.model_dump(), secret_hash=question.secret_hash))
    return key


async def revoke_key(session: Session, question: RevokeKey) -> Done:
    if await session.run(delete(api_keys).where(api_keys.c.key_id == question.key_id)):
        session.nudges.append(subjects.SIGNINS)
    return Done()


async def keep_uses(session: Session, used: Mapping[str, datetime]) -> None:
    for key_id, at in used.items():
        await session.run(
            update(api_keys).where(api_keys.c.key_id == key_id).values(last_used_at=at)
        )


async def _read_token(session: Session) -> str | None:
    token: str | None = await session.value(
        select(settings.c.value).where(settings.c.name == TOKEN)
    )
    return token
