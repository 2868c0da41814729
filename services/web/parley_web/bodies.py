"""What a request's body may be: not too long, and JSON to the letter."""

import re
from collections.abc import Callable, Coroutine
from json import JSONDecodeError
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 700 * 1024  # bytes: a text of 256 KB, half of it escaped
UPLOAD_LIMIT = 25 * 1024 * 1024  # bytes
UPLOADS = re.compile(r"/api/files|/api/threads/import|/agui/[^/]+")  # paths that take files


class BodyLimit:
    """Ends a request that sends more than its path takes, whatever it said beforehand."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = UPLOAD_LIMIT if UPLOADS.fullmatch(scope["path"]) else BODY_LIMIT
        said = Headers(scope=scope).get("content-length", "")
        came = int(said) if said.isdecimal() and int(said) > limit else 0

        async def receive_within() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > limit:
                raise HTTPException(413, f"The body has more than {limit} bytes")
            return message

        await self._app(scope, receive_within, send)


class StrictRequest(Request):
    async def json(self) -> Any:  # whatever JSON holds; the models check it
        """Python's own parser takes half a surrogate pair and NaN, and overflows its stack."""
        try:
            return from_json(await self.body(), allow_inf_nan=False)
        except ValueError as error:
            raise JSONDecodeError(str(error), "", 0) from error


class JsonRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return handle_strictly
