"""Takes updates that Telegram brings, instead of asking for them."""

import hmac
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI, Request, Response
from parley_shared.errors import ParleyError

from parley_telegram.access import Raw
from parley_telegram.health import Health

logger = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2**20  # bytes of an update
RETRY_AFTER = "2"  # seconds

Take = Callable[[Sequence[Raw]], Awaitable[None]]


class Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The service has its own."""
        yield


def make_secret() -> str:
    return secrets.token_urlsafe(32)


def create_app(secret: str, health: Health, take: Take) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.post("/telegram")
    async def bring(request: Request) -> Response:
        """200 once it is kept; 503 brings it again."""
        shown = request.headers.get(SECRET, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return Response(status_code=403)
        body = await request.body()
        try:
            raw = json.loads(body) if len(body) <= LARGEST else None
        except ValueError:
            raw = None
        if not isinstance(raw, dict):
            logger.warning("an update can't be read", extra={"bytes": len(body)})
            return Response(status_code=200)  # it will not be better the next time
        try:
            await take([raw])
        except ParleyError as error:
            logger.warning("an update is not kept yet", extra={"reason": str(error)})
            return Response(status_code=503, headers={"Retry-After": RETRY_AFTER})
        health.heard()
        return Response(status_code=200)

    return app


async def serve_webhook(app: FastAPI, port: int) -> None:
    """Never returns. On loopback: what faces the internet stands before it."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off")
    await Server(config).serve()
