"""One connection to an MCP server, in a task of its own: it must be closed where it was opened."""

import asyncio
import importlib
import logging
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from parley_shared.facts import phrase
from parley_shared.models import Arguments
from pydantic import ValidationError

from parley_agent_runner.beside import beside
from parley_agent_runner.mcp.config import FindSecret, Server, StdioServer, put_secrets
from parley_agent_runner.mcp.held import AskPerson
from parley_agent_runner.mcp.listing import MOST, Declared, read_listing
from parley_agent_runner.mcp.logs import begin_log, keep_small
from parley_agent_runner.mcp.under_way import UnderWay
from parley_agent_runner.tools.declaration import Output, ToolFailed

if TYPE_CHECKING:  # it takes more than a second to load, and few have MCP servers
    from mcp import Client
    from mcp.client import Transport
    from mcp.types import ElicitRequestParams, ElicitResult

logger = logging.getLogger(__name__)

Hear = Callable[[str], None]  # is given the name of a server whose tools changed

CONNECTS_WITHIN = 30.0  # seconds
LISTS_WITHIN = 10.0  # seconds
MOST_PAGES = 20
CHATTY = ("mcp", "httpx2", "httpcore2")  # they tell addresses and what servers say
MAY_HAVE_HAPPENED = (
    "The MCP server {name!r} was lost during this call: it may or may not have happened. "
    "Check before you do it again."
)
TOOK_TOO_LONG = (
    "The call took longer than {seconds:g} s and was stopped: it may or may not have happened."
)
NO_RESULT = (
    "The MCP server {name!r} answered something that is no result by its own protocol: the call "
    "has probably happened. Check before you do it again."
)
OPEN_FIRST = (
    "{name} does this only after the person has opened {places} and done there what it asks. Ask "
    "the person to do that, and call again then."
)


class ServerAway(ToolFailed):
    """It can't be reached, or does not answer."""


CALL: ContextVar[UnderWay] = ContextVar("call")


class Session:
    def __init__(
        self, name: str, server: Server, folder: Path, find_secret: FindSecret, hear: Hear
    ) -> None:
        """What a program writes to stderr goes to a file in `folder`."""
        self._name, self._server = name, server
        self._log = folder / f"mcp-{name}.log"
        self._find_secret, self._hear = find_secret, hear
        self._client: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        self._client.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._closing = asyncio.Event()
        self._opening: asyncio.Timeout | None = None
        self._under_way: list[UnderWay] = []
        self.used_at = time.monotonic()

    @property
    def is_over(self) -> bool:
        return self._closing.is_set()

    def close(self) -> None:
        """Soon; calls that are under way fail."""
        self._closing.set()
        if self._opening is not None and not self._opening.expired():
            self._opening.reschedule(asyncio.get_running_loop().time())

    async def run(self) -> None:
        """Until it is closed or can't be opened.

        Cancelled while it closes, it would leave the server's process to nobody: `close` ends it.
        """
        try:
            async with AsyncExitStack() as stack:
                async with asyncio.timeout(CONNECTS_WITHIN) as self._opening:
                    client = await self._open(stack)
                self._opening = None
                self._client.set_result(client)
                logger.info("MCP server connected", extra={"server": self._name})
                async with beside(self._follow(client), keep_small(self._log)):
                    await self._closing.wait()
        except Exception as error:  # noqa: BLE001 - whatever a server and the library make of it
            # Without its text, which may hold an address and so a secret.
            extra = {"server": self._name, "error": _describe(error)}
            logger.warning("MCP server lost", extra=extra)
            self._fail(error)
        finally:
            self._opening = None
            self._closing.set()
            self._fail(ToolFailed(phrase("connection_closed", "the connection was closed.")))

    def _fail(self, error: Exception) -> None:
        if not self._client.done():
            why = error.args[0] if isinstance(error, ToolFailed) else _describe(error)
            self._client.set_exception(
                ServerAway(
                    phrase(
                        "mcp_server_away",
                        "The MCP server {server!r} can't be reached: {why}",
                        server=self._name,
                        why=why,
                    )
                )
            )

    async def _open(self, stack: AsyncExitStack) -> "Client":
        await asyncio.to_thread(importlib.import_module, "mcp")
        for chatty in CHATTY:
            logging.getLogger(chatty).setLevel(logging.CRITICAL)
        from mcp import Client
        from mcp.types import ElicitRequestParams, ElicitResult

        async def ask(context: object, params: ElicitRequestParams) -> ElicitResult:
            return await self._ask_person(params)

        async def hear(message: object) -> None:
            if getattr(message, "method", "") == "notifications/tools/list_changed":
                self._hear(self._name)

        client = Client(
            await self._make_transport(stack),
            elicitation_callback=ask,
            message_handler=hear,
            cache=None,
        )
        return await stack.enter_async_context(client)

    async def _make_transport(self, stack: AsyncExitStack) -> "Transport":
        from mcp.client.stdio import StdioServerParameters, stdio_client
        from mcp.client.streamable_http import streamable_http_client

        server = self._server
        if isinstance(server, StdioServer):
            log = stack.enter_context(begin_log(self._log))
            return stdio_client(
                StdioServerParameters(
                    command=server.command,
                    args=list(server.args),
                    env=put_secrets(server.env, self._find_secret),
                    cwd=server.folder,
                ),
                errlog=log,
            )
        import httpx2

        http = httpx2.AsyncClient(
            headers=put_secrets(server.headers, self._find_secret),
            timeout=httpx2.Timeout(CONNECTS_WITHIN, read=None),  # a call may wait for a person
            trust_env=False,
        )
        await stack.enter_async_context(http)
        url = put_secrets({"url": server.url}, self._find_secret)["url"]
        return streamable_http_client(url, http_client=http)

    async def _follow(self, client: "Client") -> None:
        """Hear that the tools changed, from servers of today's protocol; others just tell us."""
        from mcp import MCPError
        from mcp.client.subscriptions import ListenNotSupportedError, SubscriptionLost

        with suppress(ListenNotSupportedError, SubscriptionLost, MCPError, TimeoutError):
            async with client.listen(tools_list_changed=True) as changes:
                async for _ in changes:
                    self._hear(self._name)

    async def list_tools(self) -> tuple[Declared, ...]:
        """As they are now. Raises ServerAway, and is over then."""
        client = await asyncio.shield(self._client)
        self.used_at = time.monotonic()
        try:
            async with asyncio.timeout(LISTS_WITHIN):
                return await self._list(client)
        except Exception as error:
            self.close()
            logger.info("MCP server gave no list", extra={"server": self._name})
            raise ServerAway(
                phrase(
                    "mcp_server_silent",
                    "The MCP server {server!r} does not tell its tools: {why}",
                    server=self._name,
                    why=_describe(error),
                )
            ) from error

    async def _list(self, client: "Client") -> tuple[Declared, ...]:
        found: list[Declared] = []
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await client.list_tools(cursor=cursor)
            found += read_listing(page.tools)
            cursor = page.next_cursor
            if cursor is None or len(found) >= MOST:
                break
        return tuple(found[:MOST])

    async def _ask_person(self, params: "ElicitRequestParams") -> "ElicitResult":
        """Servers of an earlier protocol don't say for which call they ask."""
        from mcp.types import ElicitResult

        here = CALL.get(None)
        if here is None and len(self._under_way) == 1:
            [here] = self._under_way
        if here is not None:
            return await here.ask_person(self._name, params, self._server.timeout)
        for each in self._under_way:
            each.decline(params.message)
        return ElicitResult(action="decline")

    async def call(self, tool: str, arguments: Arguments, ask: AskPerson) -> Output:
        """Once, and never again; `ask` may take days. Raises ToolFailed."""
        from mcp import MCPError
        from mcp.types import CONNECTION_CLOSED, URL_ELICITATION_REQUIRED

        from parley_agent_runner.mcp.asking import list_places
        from parley_agent_runner.mcp.saying import make_output

        origin = f"MCP server {self._name}"
        client = await asyncio.shield(self._client)
        try:
            async with asyncio.timeout(self._server.timeout) as limit:
                call = UnderWay(ask, limit)
                CALL.set(call)
                self._under_way.append(call)
                try:
                    result = await client.call_tool(tool, dict(arguments))
                finally:
                    self._under_way.remove(call)
        except TimeoutError as error:
            raise ToolFailed(TOOK_TOO_LONG.format(seconds=self._server.timeout)) from error
        except MCPError as error:
            if error.code == CONNECTION_CLOSED:
                self.close()
                raise ToolFailed(MAY_HAVE_HAPPENED.format(name=self._name)) from error
            if error.code == URL_ELICITATION_REQUIRED and (places := list_places(error.data)):
                text = OPEN_FIRST.format(name=self._name, places=" and ".join(places))
                raise ToolFailed(text, origin=origin) from error
            raise ToolFailed(f"{self._name} refused the call: {error}", origin=origin) from error
        except ValidationError as error:
            raise ToolFailed(NO_RESULT.format(name=self._name)) from error
        finally:
            self.used_at = time.monotonic()
        return make_output(result, call.unasked, origin)


def _describe(error: Exception) -> str:
    """Its kind only: a sentence of others may hold a secret, and is theirs."""
    while isinstance(error, ExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    if isinstance(error, FileNotFoundError):
        return phrase("no_such_program", "there is no such program or folder.")
    if isinstance(error, TimeoutError):
        return phrase("took_too_long", "it took too long.")
    return f"{type(error).__name__}."
