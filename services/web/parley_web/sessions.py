"""Signing in and out, and the API keys of programs."""

import secrets
import time
from datetime import UTC, datetime

from fastapi import Request, Response
from parley_shared import ids
from parley_shared.errors import AlreadyExists, Unavailable, WrongToken
from parley_shared.facts import phrase
from parley_shared.frames import CreatedKey, NewKey, NewSession, SessionInfo
from parley_shared.house import EndSignIns, ListSignIns, SignInRows
from parley_shared.launcher import NewToken, RotateToken
from parley_shared.questions import Done
from parley_shared.store import (
    ApiKeys,
    CreateKey,
    ListKeys,
    RevokeKey,
    SignedIn,
    SignIn,
    SignOut,
)

from parley_web.access import COOKIE, SECURE_COOKIE, Secret, find_secret, hash_secret
from parley_web.web import Here, Id, Owner, Web, Who, make_router

door = make_router("/api", "access", signed_in=False)
router = make_router("/api", "access")

LABEL_LIMIT = 200  # characters of a browser's own description
NO_LAUNCHER = phrase(
    "no_launcher",
    "no launcher answers: in containers `docker compose run --rm signin rotate` makes a new token",
)


@door.post("/session")
async def sign_in(new: NewSession, request: Request, response: Response, web: Here) -> SessionInfo:
    """Exchanges the token of the start-up for a cookie."""
    secret = Secret(secrets.token_urlsafe(32), by_cookie=True)
    question = SignIn(
        token_hash=hash_secret(new.token),
        session_hash=hash_secret(secret.text),
        label=request.headers.get("user-agent", "")[:LABEL_LIMIT],
    )
    try:
        await web.bus.ask(question)
    except WrongToken:
        web.tries.fail(request.client.host if request.client else "", time.monotonic())
        raise
    signed_in = await web.sign_ins.find(secret)
    _give_cookie(response, web, request, secret, signed_in)
    return _tell(signed_in)


@door.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, web: Here) -> None:
    """Ends the session whose cookie is shown; without one there is nothing to end."""
    secret = find_secret(request)
    if secret is not None and secret.by_cookie:
        await web.bus.ask(SignOut(session_hash=hash_secret(secret.text)))
        web.sign_ins.forget()
    response.delete_cookie(COOKIE)
    response.delete_cookie(SECURE_COOKIE, secure=True)


@router.get("/session")
async def get_session(who: Who) -> SessionInfo:
    return _tell(who)


@router.get("/sessions")
async def list_sessions(web: Here) -> SignInRows:
    """The browsers that are signed in, the newest first."""
    return await web.bus.ask(ListSignIns())


@router.delete("/sessions", dependencies=[Owner])
async def sign_out_everywhere(web: Here) -> Done:
    """Every browser, this one too; API keys stay."""
    return await _end(web, EndSignIns())


@router.delete("/sessions/{key_id}", dependencies=[Owner])
async def end_session(key_id: Id, web: Here) -> Done:
    return await _end(web, EndSignIns(key_id=key_id))


@router.post("/token/rotate", dependencies=[Owner])
async def rotate_token(request: Request, web: Here) -> NewToken:
    """Told this once. Every sign-in of the old token ends, but for the one that asks."""
    shown = find_secret(request)
    keeps = hash_secret(shown.text) if shown is not None and shown.by_cookie else None
    try:
        made = await web.bus.ask(RotateToken(keeps=keeps))
    except Unavailable as error:
        raise Unavailable(NO_LAUNCHER) from error
    web.sign_ins.forget()
    return made


@router.get("/keys")
async def list_keys(web: Here) -> ApiKeys:
    return await web.bus.ask(ListKeys())


@router.post("/keys", status_code=201, dependencies=[Owner])
async def create_key(new: NewKey, response: Response, web: Here) -> CreatedKey:
    """The secret is told this once; only its hash is kept. 200 and no secret for a known `id`."""
    secret = f"parley_{secrets.token_urlsafe(32)}"
    key_id = new.id or ids.uuid7()
    question = CreateKey(key_id=key_id, name=new.name, secret_hash=hash_secret(secret))
    try:
        return CreatedKey(key=await web.bus.ask(question), secret=secret)
    except AlreadyExists:
        known = (await web.bus.ask(ListKeys())).keys
        key = next((each for each in known if each.key_id == key_id), None)
        if key is None:
            raise  # it was revoked meanwhile
        response.status_code = 200
        return CreatedKey(key=key, secret=None)


@router.delete("/keys/{key_id}", dependencies=[Owner])
async def revoke_key(key_id: Id, web: Here) -> Done:
    done = await web.bus.ask(RevokeKey(key_id=key_id))
    web.sign_ins.forget(key_id)
    return done


async def _end(web: Web, question: EndSignIns) -> Done:
    done = await web.bus.ask(question)
    web.sign_ins.forget()
    return done


def _tell(signed_in: SignedIn) -> SessionInfo:
    return SessionInfo(key_id=signed_in.key_id, name=signed_in.name, surface=signed_in.surface)


def _give_cookie(
    response: Response, web: Web, request: Request, secret: Secret, signed_in: SignedIn
) -> None:
    """A session's cookie: for no script, for no other site, and by TLS only if there is TLS."""
    secure = web.origins.is_secure(request.headers.get("host"))
    expires = signed_in.expires_at
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        secret.text,
        max_age=int((expires - datetime.now(UTC)).total_seconds()) if expires else None,
        secure=secure,
        httponly=True,
        samesite="strict",
    )
