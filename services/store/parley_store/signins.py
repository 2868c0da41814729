"""Who may come in: the start-up token, the sessions it opened, and API keys; hashes only."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from parley_shared import subjects
from parley_shared.errors import AlreadyExists, WrongToken
from parley_shared.house import EndSignIns, ListSignIns, SignInRow, SignInRows
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
from sqlalchemy import delete, func, select

from parley_store.checks import check_id, check_name
from parley_store.database import Session
from parley_store.tables import api_keys, settings, signins

TOKEN = "token_hash"
LASTS = timedelta(days=90)
NAMED_BY = 16  # digits of its hash


async def set_token(session: Session, question: SetToken) -> Done:
    """The same token again changes nothing."""
    before = await _read_token(session)
    if before is None:
        row = {"name": TOKEN, "value": question.token_hash}
        await session.add(settings, row)
    elif before != question.token_hash:
        await session.change(settings, {"name": TOKEN}, value=question.token_hash)
        if question.keeps is not None:
            mine = {"session_hash": question.keeps, "token_hash": before}
            await session.change(signins, mine, token_hash=question.token_hash)
        await session.run(delete(signins).where(signins.c.token_hash == before))
        session.nudge(subjects.SIGNINS)
    return Done()


async def sign_in(session: Session, question: SignIn) -> Done:
    """The same session again stays as it is."""
    token = await _read_token(session)
    if token is None or not hmac.compare_digest(token, question.token_hash):
        raise WrongToken("the token is not the one that was printed at the last start")
    if await session.find(signins, session_hash=question.session_hash) is None:
        row = {
            "session_hash": question.session_hash,
            "token_hash": token,
            "label": question.label[:200],
            "created_at": session.now,
            "expires_at": session.now + LASTS,
        }
        await session.add(signins, row)
    return Done()


async def check_sign_in(session: Session, question: CheckSignIn) -> SignedIn:
    secret = question.secret_hash
    row = await session.find(signins, session_hash=secret)
    if row is not None and row.expires_at > session.now:
        return SignedIn(
            key_id=secret[:NAMED_BY], name=row.label, surface="session", expires_at=row.expires_at
        )
    key = await session.find(api_keys, secret_hash=secret)
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
        session.nudge(subjects.SIGNINS)
    return Done()


async def list_sign_ins(session: Session, question: ListSignIns) -> SignInRows:
    here = select(signins).where(signins.c.expires_at > session.now)
    rows = await session.rows(here.order_by(signins.c.created_at.desc(), signins.c.session_hash))
    return SignInRows(
        items=tuple(
            SignInRow(
                key_id=row.session_hash[:NAMED_BY],
                label=row.label,
                created_at=row.created_at,
                expires_at=row.expires_at,
            )
            for row in rows
        )
    )


async def end_sign_ins(session: Session, question: EndSignIns) -> Done:
    here = delete(signins)
    if question.key_id is not None:
        here = here.where(func.substr(signins.c.session_hash, 1, NAMED_BY) == question.key_id)
    if await session.run(here):
        session.nudge(subjects.SIGNINS)
    return Done()


async def list_keys(session: Session, question: ListKeys) -> ApiKeys:
    rows = await session.rows(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.key_id))
    return ApiKeys(keys=tuple(ApiKey.model_validate(row) for row in rows))


async def create_key(session: Session, question: CreateKey) -> ApiKey:
    """The same key again is given as it is. Raises AlreadyExists for another secret."""
    check_id("key id", question.key_id)
    row = await session.find(api_keys, key_id=question.key_id)
    if row is not None:
        if row.secret_hash != question.secret_hash:
            raise AlreadyExists(f"key {question.key_id!r} exists with another secret")
        return ApiKey.model_validate(row)
    key = ApiKey(key_id=question.key_id, name=check_name(question.name), created_at=session.now)
    await session.add(api_keys, {**key.model_dump(), "secret_hash": question.secret_hash})
    return key


async def revoke_key(session: Session, question: RevokeKey) -> Done:
    if await session.run(delete(api_keys).where(api_keys.c.key_id == question.key_id)):
        session.nudge(subjects.SIGNINS)
    return Done()


async def keep_uses(session: Session, used: Mapping[str, datetime]) -> None:
    for key_id, at in used.items():
        await session.change(api_keys, {"key_id": key_id}, last_used_at=at)


async def _read_token(session: Session) -> str | None:
    row = await session.find(settings, name=TOKEN)
    return row.value if row else None
