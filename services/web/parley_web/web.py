"""What every route needs of the process: one `Web`, made at start; and who asks."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from weakref import WeakSet

from fastapi import APIRouter, Depends
from fastapi import Path as InPath
from parley_shared.bus import Bus
from parley_shared.ids import TOKEN
from parley_shared.models import Channel
from parley_shared.questions import A, Question
from parley_shared.store import SignedIn
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from parley_web.access import SignIns, find_secret
from parley_web.agui_known import Known
from parley_web.bodies import JsonRoute
from parley_web.browsers import Browsers
from parley_web.errors import KeyNotEnough
from parley_web.lobby import Lobby
from parley_web.metrics import Metrics
from parley_web.origins import Origins
from parley_web.relay import Relay
from parley_web.tries import Tries

# The gateway waits 10 s for the store, and then says who it is that does not answer.
GATEWAY_TIME = 12.0  # seconds


@dataclass(frozen=True)
class Web:
    bus: Bus
    dist: Path
    origins: Origins
    sign_ins: SignIns
    tries: Tries
    relay: Relay
    lobby: Lobby
    browsers: Browsers
    metrics: Metrics
    followed: WeakSet[Known] = field(default_factory=WeakSet)  # by clients of AG-UI
    heard: dict[str, float] = field(default_factory=dict)  # monotonic: when services answered last

    async def change(self, command: Question[A]) -> A:
        """What a person changes is asked of the gateway, which checks it.

        Raises what is wrong with it, or Unavailable.
        """
        return await self.bus.ask(command, service="gateway", timeout=GATEWAY_TIME)


def get_web(connection: HTTPConnection) -> Web:
    web: Web = connection.app.state.web
    return web


Here = Annotated[Web, Depends(get_web)]


async def require_sign_in(connection: HTTPConnection, web: Here) -> SignedIn:
    """Raises NotSignedIn, WrongToken, Unavailable."""
    return await web.sign_ins.find(find_secret(connection))


Who = Annotated[SignedIn, Depends(require_sign_in)]


async def require_owner(who: Who) -> SignedIn:
    """Who else gets in is for the person to say, and for no program. Raises KeyNotEnough."""
    if who.surface == "key":
        raise KeyNotEnough("an API key can't change who else gets in: sign in with the token")
    return who


Owner = Depends(require_owner)
Id = Annotated[str, InPath(pattern=TOKEN)]


class SignedInRoute(JsonRoute):
    """FastAPI reads a body before it solves dependencies; here nobody unknown has one read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def handle_known(request: Request) -> Response:
            await require_sign_in(request, get_web(request))
            return await handle(request)

        return handle_known


def make_router(prefix: str, tag: str, *, signed_in: bool = True) -> APIRouter:
    """Routes of one noun; open to everybody only where that is said."""
    if not signed_in:
        return APIRouter(prefix=prefix, tags=[tag], route_class=JsonRoute)
    dependencies = [Depends(require_sign_in)]
    return APIRouter(
        prefix=prefix, tags=[tag], dependencies=dependencies, route_class=SignedInRoute
    )


def name_of(who: SignedIn) -> str | None:
    """Of a program; what a browser calls itself is nobody's name."""
    return None if who.surface == "session" else who.name


def surface_of(who: SignedIn) -> Channel:
    """A browser has a session; whoever shows a token or a key is a program."""
    return "web" if who.surface == "session" else "api"
