"""A Bot API on loopback, black box over HTTP: what Parley asks it, how it fails, what it floods."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from tests.fakes.telegram_checks import ApiError
from tests.fakes.telegram_flood import Flood
from tests.fakes.telegram_methods import METHODS
from tests.fakes.telegram_places import Given
from tests.fakes.telegram_wire import read_body, write_answer
from tests.fakes.telegram_world import PATIENCE, TOKEN, World

HEAD = 64 * 1024  # bytes
LONGEST_POLL = 50.0  # seconds
AGAIN = 0.2  # seconds until a webhook that failed is tried again; Telegram waits longer
TWO_POLLERS = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
HAS_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)


@dataclass
class Call:
    method: str
    given: Given
    at: float  # of the loop's clock
    status: int = 0


@dataclass
class Fault:
    """`after`: it is done and then the answer is lost. `code` 0 closes the connection."""

    method: str
    code: int = 0
    times: int = 1
    retry_after: int | None = None
    text: str = ""
    after: bool = False
    chat: int | None = None
    contains: str = ""  # in the text
    delay: float = 0.0  # seconds before the answer
    parameters: Mapping[str, Any] = field(default_factory=dict)


class TelegramApi:
    def __init__(self, token: str = TOKEN) -> None:
        self.world = World()
        self.world.on_update = self._tell
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.latency = 0.0  # seconds before an answer
        self.flood: Flood | None = None
        self.webhook: dict[str, str] = {}
        self._poller: asyncio.Future[None] | None = None
        self._more = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def serving(self, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator["TelegramApi"]:
        listening = await asyncio.start_server(self._serve, host, port, limit=HEAD)
        self.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            listening.close()
            for task in self._tasks:
                task.cancel()

    def called(self, method: str, chat: int | None = None) -> list[Call]:
        return [
            call
            for call in self.calls
            if call.method == method.lower()
            and (chat is None or call.given.get("chat_id") == str(chat))
        ]

    async def wait_call(self, method: str, count: int = 1) -> Call:
        """The call of this method with the number `count`, once it is answered."""

        def find() -> Call | None:
            done = [call for call in self.called(method) if call.status]
            return done[count - 1] if len(done) >= count else None

        return await self.world.until(find)  # type: ignore[no-any-return]  # what it found

    async def deliver(self) -> None:
        """Brings what waits, in order, as the webhook's sender does: again until it is taken."""
        while self.world.updates:
            try:
                taken = await self.bring(self.world.updates[0]) // 100 == 2
            except httpx.TransportError:
                taken = False
            if taken:
                self.world.updates.pop(0)
            else:
                await asyncio.sleep(AGAIN)

    async def bring(self, update: Mapping[str, Any], secret: str | None = None) -> int:
        """As the webhook's sender does; the answer's status."""
        shown = self.webhook.get("secret_token", "") if secret is None else secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": shown}
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            answer = await client.post(self.webhook["url"], json=update, headers=headers)
        return answer.status_code

    def _tell(self) -> None:
        self._more.set()
        self.world.changed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # it is one
        self._tasks.add(task)
        try:
            while await self._answer_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        line, *fields = head.decode().split("\r\n")
        headers = {
            name.lower(): value for name, value in (f.split(": ", 1) for f in fields if ": " in f)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        path = unquote(line.split(" ")[1])
        if path.startswith("/file/"):
            return self._send_file(path, writer)
        status, answer = await self._do(path, headers.get("content-type", ""), body)
        if status == 0:
            return False
        write_answer(writer, status, "application/json", json.dumps(answer).encode())
        await writer.drain()
        return True

    async def _do(self, path: str, kind: str, body: bytes) -> tuple[int, Mapping[str, Any]]:
        form = re.fullmatch(r"/bot([^/]+)/(\w+)/?", urlsplit(path).path)
        if form is None:
            return _error(ApiError(404, "Not Found"))
        if form[1] != self.token:
            known = re.fullmatch(r"\d+:[\w-]+", form[1])
            return _error(ApiError(401, "Unauthorized") if known else ApiError(404, "Not Found"))
        given = {**dict(parse_qsl(urlsplit(path).query)), **read_body(kind, body)}
        call = Call(form[2].lower(), given, asyncio.get_running_loop().time())
        self.calls.append(call)
        self.world.changed()
        call.status, answer = await self._play(call)
        self.world.changed()
        return call.status, answer

    async def _play(self, call: Call) -> tuple[int, Mapping[str, Any]]:
        fault = self._take_fault(call)
        if self.latency and call.method != "getupdates":
            await asyncio.sleep(self.latency)
        if fault is not None and not fault.after:
            await asyncio.sleep(fault.delay)
            return _fail(fault)
        try:
            self._check_flood(call)
            result = await self._call(call)
        except ApiError as error:
            return _error(error)
        if fault is not None:
            await asyncio.sleep(fault.delay)
            return _fail(fault)
        return 200, {"ok": True, "result": result}

    def _check_flood(self, call: Call) -> None:
        """Whatever is addressed to a chat counts."""
        if self.flood is not None and "chat_id" in call.given:
            self.flood.check(call.given["chat_id"], call.at)

    async def _call(self, call: Call) -> Any:
        match call.method:
            case "getupdates":
                return await self._get_updates(call.given)
            case "setwebhook":
                self.webhook = {**call.given}
                return True
            case "deletewebhook":
                self.webhook = {}
                return True
            case "getwebhookinfo":
                return {
                    "url": self.webhook.get("url", ""),
                    "has_custom_certificate": False,
                    "pending_update_count": len(self.world.updates),
                }
        if call.method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        return METHODS[call.method](self.world, call.given)

    def _take_fault(self, call: Call) -> Fault | None:
        for fault in self.faults:
            here = fault.chat is None or call.given.get("chat_id") == str(fault.chat)
            here = here and fault.contains in str(call.given.get("text", ""))
            if here and fault.method.lower() in (call.method, "*"):
                fault.times -= 1
                if fault.times == 0:
                    self.faults.remove(fault)
                return fault
        return None

    async def _get_updates(self, given: Given) -> list[Any]:
        """One poll at a time: the second ends the first."""
        if self.webhook.get("url"):
            raise ApiError(409, HAS_WEBHOOK)
        if "allowed_updates" in given:
            self.world.allowed = frozenset(json.loads(given["allowed_updates"])) or None
        offset, limit = int(given.get("offset", 0)), int(given.get("limit", 100))
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        mine = self._poller = asyncio.get_running_loop().create_future()
        updates = self.world.updates
        if offset > 0:
            updates[:] = [each for each in updates if each["update_id"] >= offset]
        elif offset < 0:
            updates[:] = updates[offset:]
        await self._until_more(mine, min(float(given.get("timeout", 0)), LONGEST_POLL))
        if mine.done():
            raise ApiError(409, TWO_POLLERS)
        return updates[: max(1, min(limit, 100))]

    async def _until_more(self, mine: asyncio.Future[None], seconds: float) -> None:
        end = asyncio.get_running_loop().time() + seconds
        while not self.world.updates and not mine.done():
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return
            self._more.clear()
            more = asyncio.create_task(self._more.wait())
            await asyncio.wait((more, mine), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            more.cancel()

    def _send_file(self, path: str, writer: asyncio.StreamWriter) -> bool:
        contents = self.world.files.get(path.rsplit("/", 1)[-1])
        if contents is None or f"/bot{self.token}/" not in path:
            write_answer(writer, 404, "application/json", b"{}")
        else:
            write_answer(writer, 200, "application/octet-stream", contents)
        return True


def _fail(fault: Fault) -> tuple[int, Mapping[str, Any]]:
    if fault.code == 0:
        return 0, {}
    texts = {
        429: f"Too Many Requests: retry after {fault.retry_after}",
        500: "Internal Server Error",
    }
    parameters = dict(fault.parameters)
    if fault.retry_after is not None:
        parameters["retry_after"] = fault.retry_after
    text = fault.text or texts.get(fault.code, "Bad Gateway")
    return _error(ApiError(fault.code, text, parameters or None))


def _error(error: ApiError) -> tuple[int, Mapping[str, Any]]:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.text}
    if error.parameters:
        body["parameters"] = error.parameters
    return error.code, body
