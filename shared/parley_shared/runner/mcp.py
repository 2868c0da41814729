"""Servers of MCP, and what a person approved of their tools."""

from typing import Literal

from pydantic import JsonValue

from parley_shared.models import Effect, Fact, Model
from parley_shared.questions import Done, Question

McpToolState = Literal["new", "approved", "changed", "unusable", "gone"]


class McpTool(Model):
    """A tool as its server tells it now. `pin` stands for every word of it."""

    name: str  # the server's own
    tool: str  # as agents have it: server__tool
    pin: str
    state: McpToolState
    problem: str | None = None  # why it is unusable
    problem_fact: Fact | None = None
    description: str
    parameters: dict[str, JsonValue]  # JSON Schema
    effect: Effect
    approved_description: str | None = None  # as it was when it was approved
    approved_parameters: dict[str, JsonValue] | None = None


class McpServer(Model):
    name: str
    transport: Literal["stdio", "http"]
    place: str  # its program or address
    error: str | None = None  # why it is away
    error_fact: Fact | None = None
    tools: tuple[McpTool, ...] = ()  # while it is away, those that were approved


class McpServers(Model):
    servers: tuple[McpServer, ...]
    error: str | None = None  # what is wrong with the file that names them
    error_fact: Fact | None = None


class ListMcpServers(Question[McpServers]):
    """Asks every server that mcp.json names, which may take a while."""

    service = "runner"
    verb = "mcp.list"
    answer = McpServers


class ApproveMcpTool(Question[Done]):
    """Switch it on as it is now. Raises McpToolNotFound, McpToolChanged, McpServerAway."""

    service = "runner"
    verb = "mcp.approve"
    answer = Done
    server: str
    tool: str  # the server's own name of it
    pin: str  # of what the person has read


class RevokeMcpTool(Question[Done]):
    """Switch it off, or all of the server's; what is off already stays off, also while it is away.

    Raises McpToolNotFound if there is no such server.
    """

    service = "runner"
    verb = "mcp.revoke"
    answer = Done
    server: str
    tool: str | None = None  # the server's own name of it
