"""Parley's public door as a program uses it: HTTP, and a websocket that comes back by itself."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
from parley_shared.agent_view import AgentView
from parley_shared.errors import Unavailable
from parley_shared.frames import ErrorBody, Watch
from parley_shared.view import apply, read_event
from pydantic import ValidationError
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from parley_cli.failures import LauncherFailure

PATIENCE = 60.0  # seconds that an outage is waited out
ONE_TRY = 15.0  # seconds
AGAIN = 0.5  # seconds between two tries
NEWS = 1.0  # seconds that a thread may be silent before the one who watches is told so
OUTAGES = frozenset({429, 502, 503, 504})
NOT_SIGNED_IN = 401
LARGEST = 64 * 1024 * 1024  # bytes of a frame: a whole thread may come as one


class Refused(LauncherFailure):
    """The door's own sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class DoorShut(LauncherFailure):
    def __init__(self, address: str) -> None:
        super().__init__(f"{address} has not answered for {PATIENCE:.0f} s: ./parley status")


class Door:
    """`address` ends with a slash; `token` is the sign-in token or an API key."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Whoever creates gives the id: what is asked again changes nothing.

        Raises Refused, DoorShut.
        """
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            answer = self._try(method, path, body)
            if answer is not None:
                return answer
            time.sleep(AGAIN)
        raise DoorShut(self.address)

    def watch(self, thread_id: str) -> Iterator[AgentView | None]:
        """The thread as it becomes, forever; None where there is no news for a second.

        Raises Refused.
        """
        view: AgentView | None = None
        while True:
            try:
                with self._connect() as line:
                    line.send(_watch(thread_id, view))
                    while True:
                        view, has_news = self._hear(line, view)
                        yield view if has_news else None
                        if view is not None and view.metadata.gap:
                            line.send(_watch(thread_id, view))
            except (OSError, WebSocketException) as error:
                _refuse_stranger(error)
                yield None
                time.sleep(AGAIN)

    def _try(self, method: str, path: str, body: object) -> httpx.Response | None:
        url = f"{self.address}api{path}"
        try:
            answer = httpx.request(
                method, url, json=body, headers=self._headers, timeout=ONE_TRY, trust_env=False
            )
        except httpx.TransportError:
            return None
        if answer.status_code in OUTAGES:
            return None
        if answer.is_success:
            return answer
        raise _read_refusal(answer)

    def _connect(self) -> ClientConnection:
        url = self.address.replace("http", "ws", 1) + "api/ws"
        return connect(url, additional_headers=self._headers, max_size=LARGEST, proxy=None)

    def _hear(
        self, line: ClientConnection, view: AgentView | None
    ) -> tuple[AgentView | None, bool]:
        """The view after the next frame, and whether it is another one."""
        try:
            raw = line.recv(timeout=NEWS)
        except TimeoutError:
            return view, False
        grown = take_frame(json.loads(raw), view)
        return grown, grown is not view


def take_frame(frame: dict[str, Any], view: AgentView | None) -> AgentView | None:
    """The view after it. An outage is only told: the service goes on trying. Raises Refused."""
    match frame["type"]:
        case "snapshot":
            return AgentView.model_validate(frame["view"])
        case "event" if view is not None:
            return apply(view, read_event(json.dumps(frame["event"])))
        case "error" if frame["code"] != Unavailable.code:
            raise Refused(frame["code"], frame["message"])
        case _:
            return view


def _read_refusal(answer: httpx.Response) -> Refused:
    try:
        error = ErrorBody.model_validate_json(answer.content).error
    except ValidationError:
        return Refused("unreadable", f"{answer.url} was answered {answer.status_code}")
    return Refused(error.code, error.message)


def _refuse_stranger(error: Exception) -> None:
    if isinstance(error, InvalidStatus) and error.response.status_code == NOT_SIGNED_IN:
        raise Refused("not_signed_in", "the token is not the right one any more") from error


def _watch(thread_id: str, view: AgentView | None) -> str:
    since = view.seq if view is not None else None
    return Watch(thread_id=thread_id, since=since).model_dump_json()
