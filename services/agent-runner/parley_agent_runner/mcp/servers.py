"""Holds the connections to MCP servers, and lets only those tools run that a person approved."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from parley_shared import runner
from parley_shared.errors import McpServerAway, McpToolChanged, McpToolNotFound
from parley_shared.facts import fact_of, phrase
from parley_shared.models import Arguments

from parley_agent_runner.mcp.config import Config, FindSecret, HttpServer, Server, read_config
from parley_agent_runner.mcp.held import AskPerson, HeldCall
from parley_agent_runner.mcp.listing import Declared, find_problem, name_tool
from parley_agent_runner.mcp.pins import Pins
from parley_agent_runner.mcp.session import ServerAway, Session
from parley_agent_runner.mcp.tool import make_tool
from parley_agent_runner.tools.declaration import Answer, AnyTool, Output, ToolFailed
from parley_agent_runner.tools.here import Here

LOOK = 5.0  # seconds
IDLE = 60.0  # seconds that a connection that no live agent needs stays open
CHANGED = "This tool has changed since it was approved: a person has to approve it again."
REVOKED = "A person has switched this tool off."
GONE = "The MCP server no longer has this tool."


class McpServers:
    def __init__(self, folder: Path, find_secret: FindSecret, config: Config | None = None) -> None:
        """`folder` is the runner's own: the list of servers is there, and what was approved."""
        self._config = config or read_config(folder)
        self._folder, self._find_secret = folder, find_secret
        self._pins = Pins(folder / "mcp-approved.json")
        self._sessions: dict[str, Session] = {}
        self._running: set[asyncio.Task[None]] = set()  # sessions, also those that close
        self._seen: dict[str, dict[str, str]] = {}  # server -> tool -> pin, as last told
        self._users: dict[str, set[str]] = defaultdict(set)  # server -> threads
        self._group: asyncio.TaskGroup | None = None
        self._changed: set[str] = set()  # servers that said so, and were not looked at since
        self._relisting: set[str] = set()
        self._held: dict[str, HeldCall] = {}  # by the call's id

    async def run(self) -> None:
        """Without end: connections are open only meanwhile."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                while True:
                    await asyncio.sleep(LOOK)
                    self._close_idle()
            finally:
                self._group = None
                await self._close_all()

    def tools(self) -> tuple[AnyTool, ...]:
        """What was approved, also while a server is away; changed ones can't be used."""
        return tuple(
            make_tool(name, server, approved, self, self._find_obstacle(name, approved))
            for name, server in self._config.servers.items()
            for approved in self._pins.of(name).values()
        )

    async def describe(self) -> runner.McpServers:
        """Asks every server."""
        names = list(self._config.servers)
        servers = await asyncio.gather(*(self._describe(name) for name in names))
        return runner.McpServers(
            servers=tuple(servers), error=self._config.error, error_fact=fact_of(self._config.error)
        )

    async def approve(self, server: str, tool: str, pin: str) -> None:
        """Raises McpToolNotFound, McpToolChanged, McpServerAway."""
        if server not in self._config.servers:
            raise McpToolNotFound(
                phrase("mcp_server_unknown", "there is no MCP server {server!r}", server=server)
            )
        try:
            _, listing = await self._list(server)
        except ServerAway as away:
            raise McpServerAway(str(away), away.fact) from away
        found = next((each for each in listing if each.name == tool), None)
        if found is None or (problem := find_problem(server, found)) is not None:
            why = "does not exist" if found is None else f"can't be used: {problem}"
            raise McpToolNotFound(f"the tool {tool!r} of MCP server {server!r} {why}")
        if found.pin != pin:
            raise McpToolChanged(f"the tool {tool!r} has changed while you looked: look again")
        await asyncio.to_thread(self._pins.put, server, found)

    async def revoke(self, server: str, tool: str | None) -> None:
        """Raises McpToolNotFound if there is no such server."""
        if server not in self._config.servers:
            raise McpToolNotFound(
                phrase("mcp_server_unknown", "there is no MCP server {server!r}", server=server)
            )
        await asyncio.to_thread(self._pins.drop, server, tool)

    async def let_go(self, thread_id: str) -> None:
        """No live agent of this thread is left: what only it needed is closed."""
        for held in list(self._held.values()):
            if held.thread_id == thread_id:
                held.give_up()
        for server, threads in self._users.items():
            if thread_id in threads:
                threads.discard(thread_id)
                if not threads and server in self._sessions:
                    self._sessions.pop(server).close()

    async def call(
        self,
        server: str,
        approved: Declared,
        arguments: Arguments,
        here: Here,
        call_id: str,
        answer: Answer | None = None,
    ) -> Output:
        """As Calls says."""
        held = self._held.get(call_id)
        if held is None:
            if self._group is None:
                raise ServerAway(phrase("runner_stops", "The runner is about to stop."))
            held = self._held[call_id] = HeldCall(here.thread_id)
            made = partial(self._call, server, approved, arguments, here.thread_id)
            held.task = self._group.create_task(held.run(made))
            held.task.add_done_callback(lambda _: self._forget(call_id, held))
        try:
            return await held.go_on(answer)
        finally:
            if held.output.done():
                self._forget(call_id, held)

    def _forget(self, call_id: str, held: HeldCall) -> None:
        if self._held.get(call_id) is held:
            del self._held[call_id]

    def holds(self, call_id: str) -> bool:
        return call_id in self._held

    async def _call(
        self,
        server: str,
        approved: Declared,
        arguments: Arguments,
        thread_id: str,
        ask: AskPerson,
    ) -> Output:
        self._users[server].add(thread_id)
        session, listing = await self._list(server)
        if self._pins.of(server).get(approved.name) != approved:
            raise ToolFailed(REVOKED)
        found = next((each for each in listing if each.name == approved.name), None)
        if found is None:
            raise ToolFailed(GONE)
        if found != approved:
            raise ToolFailed(CHANGED)
        return await session.call(approved.name, arguments, ask)

    async def _list(self, server: str) -> tuple[Session, Sequence[Declared]]:
        """A connection that was lost is made once more: nothing was asked of it yet."""
        held = self._sessions.get(server)
        if held is not None and not held.is_over:
            try:
                return held, self._learn(server, await held.list_tools())
            except ServerAway:
                pass
        session = self._open(server)
        return session, self._learn(server, await session.list_tools())

    def _open(self, server: str) -> Session:
        held = self._sessions.get(server)
        if held is not None and not held.is_over:
            return held
        if self._group is None:
            raise ServerAway(phrase("runner_stops", "The runner is about to stop."))
        session = Session(
            server, self._config.servers[server], self._folder, self._find_secret, self._hear
        )
        self._sessions[server] = session
        task = self._group.create_task(session.run())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return session

    def _learn(self, server: str, listing: Sequence[Declared]) -> Sequence[Declared]:
        self._seen[server] = {each.name: each.pin for each in listing}
        return listing

    def _hear(self, server: str) -> None:
        """Its tools changed: what is approved no longer is switched off before anybody calls it."""
        self._changed.add(server)
        if self._group is not None and server not in self._relisting:
            self._relisting.add(server)
            self._group.create_task(self._relist(server))

    async def _relist(self, server: str) -> None:
        """Once more after each look during which it changed, however often that was said."""
        while server in self._changed:
            self._changed.discard(server)
            await self._look_again(server)
        self._relisting.discard(server)

    async def _look_again(self, server: str) -> None:
        session = self._sessions.get(server)
        if session is not None and not session.is_over:
            try:
                self._learn(server, await session.list_tools())
            except ServerAway:
                return  # the next call asks anew

    def _find_obstacle(self, server: str, approved: Declared) -> str | None:
        seen = self._seen.get(server)
        if seen is None:
            return None  # a call looks first
        if approved.name not in seen:
            return GONE
        return None if seen[approved.name] == approved.pin else CHANGED

    async def _close_all(self) -> None:
        """Also those that were told to close and are still at it."""
        for session in self._sessions.values():
            session.close()
        if self._running:
            await asyncio.wait(self._running)

    def _close_idle(self) -> None:
        for server, session in list(self._sessions.items()):
            is_idle = time.monotonic() - session.used_at > IDLE and not self._users[server]
            if session.is_over or is_idle:
                session.close()
                del self._sessions[server]

    async def _describe(self, name: str) -> runner.McpServer:
        server = self._config.servers[name]
        spec = runner.McpServer(
            name=name,
            transport="http" if isinstance(server, HttpServer) else "stdio",
            place=server.address if isinstance(server, HttpServer) else server.command,
        )
        try:
            _, listing = await self._list(name)
        except ServerAway as error:
            approved = self._pins.of(name)
            last = tuple(_describe_tool(name, server, each, approved) for each in approved.values())
            why = {"error": str(error), "error_fact": error.fact}
            return spec.model_copy(update={**why, "tools": last})
        approved = self._pins.of(name)
        told = {each.name for each in listing}
        gone = (each for each in approved.values() if each.name not in told)
        tools = (
            *(_describe_tool(name, server, each, approved) for each in listing),
            *(_describe_tool(name, server, each, approved, gone=True) for each in gone),
        )
        return spec.model_copy(update={"tools": tools})


def _describe_tool(
    server_name: str,
    server: Server,
    tool: Declared,
    approved: dict[str, Declared],
    *,
    gone: bool = False,
) -> runner.McpTool:
    before, problem = approved.get(tool.name), find_problem(server_name, tool)
    state: runner.McpToolState = "new" if before is None else "changed"
    if before == tool:
        state = "gone" if gone else "approved"
    return runner.McpTool(
        name=tool.name[:80],
        tool=name_tool(server_name, tool.name)[:120],
        pin=tool.pin,
        state="unusable" if problem else state,
        problem=problem,
        problem_fact=fact_of(problem),
        # What is too large for a person to read is not sent.
        description="" if problem else tool.description,
        parameters={} if problem else tool.parameters,
        effect=server.effects.get(tool.name, "effect"),
        approved_description=before.description if before else None,
        approved_parameters=before.parameters if before else None,
    )
