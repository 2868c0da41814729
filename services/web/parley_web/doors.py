"""What every request passes on its way in and every answer on its way out, before any route."""

import asyncio

from parley_shared.errors import ParleyError, Unavailable
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley_web.access import find_secret
from parley_web.errors import answer_error
from parley_web.origins import CHANGES_NOTHING, Origins

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
STOPS = "the web service stops or starts again"
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SafeAnswers:
    """The headers that keep a browser from doing more with an answer than it should.

    A route may set its own; an answer about somebody's threads is kept in no cache.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_safely)


class LastAnswers:
    """Who still waits when the service has to stop is told to come again, as of any outage."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = False

        async def send_and_note(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except asyncio.CancelledError:
            if began or scope["type"] != "http":
                raise
            # Passed on, the server would make a bare 500 of it; with this answer the task is over.
            await answer_error(Unavailable(STOPS))(scope, receive, send)


class OwnPages:
    """Refuses what another website asks in the name of whoever looks at it."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            self._check(HTTPConnection(scope))
        except ParleyError as error:
            await answer_error(error)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _check(self, connection: HTTPConnection) -> None:
        host = connection.headers.get("host")
        changes = connection.scope.get("method", "CONNECT") not in CHANGES_NOTHING
        if changes or connection.scope["path"].startswith("/api"):
            self._origins.check_host(host)
        if changes:
            secret = find_secret(connection)
            by_cookie = secret is not None and secret.by_cookie
            origin = connection.headers.get("origin")
            self._origins.check_origin(origin, host, by_cookie=by_cookie)
