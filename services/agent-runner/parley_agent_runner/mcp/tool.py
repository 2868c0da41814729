"""Makes a tool of what a person approved of an MCP server."""

from dataclasses import replace
from typing import Any, ClassVar, Protocol

from parley_shared.fitting import find_misfit
from parley_shared.models import Arguments
from pydantic import ConfigDict, JsonValue, model_validator

from parley_agent_runner.mcp.config import Server
from parley_agent_runner.mcp.listing import Declared, name_tool
from parley_agent_runner.tools.declaration import Answer, AnyTool, Output, Tool, ToolArguments
from parley_agent_runner.tools.here import Here

TYPES = ("string", "number", "integer", "boolean", "array", "object")  # that take no null
REACHED_WITHIN = 45.0  # seconds beside those of the call; a server may have to be started first


class Calls(Protocol):
    """What a tool asks of those who hold the servers."""

    async def call(
        self,
        server: str,
        approved: Declared,
        arguments: Arguments,
        here: Here,
        call_id: str,
        answer: Answer | None = None,
    ) -> Output:
        """`answer` is to what this call has asked before. Raises ToolFailed, PersonNeeded."""

    def holds(self, call_id: str) -> bool: ...


class McpArguments(ToolArguments):
    """Whatever the server's schema allows."""

    model_config = ConfigDict(extra="allow", frozen=True)

    schema_: ClassVar[dict[str, JsonValue]]

    @classmethod
    def model_json_schema(cls, *args: Any, **more: Any) -> dict[str, Any]:  # as pydantic's
        return cls.schema_

    @model_validator(mode="before")
    @classmethod
    def _check(cls, given: Arguments) -> Arguments:
        given = _leave_out_nulls(given, cls.schema_)
        if (misfit := find_misfit(cls.schema_, given)) is not None:
            raise ValueError(str(misfit))
        return given


def make_tool(
    server_name: str, server: Server, declared: Declared, calls: Calls, unavailable: str | None
) -> AnyTool:
    def place(tool: AnyTool, here: Here) -> AnyTool:
        async def run(
            arguments: McpArguments, call_id: str, answer: Answer | None = None
        ) -> Output:
            given: Arguments = arguments.model_extra or {}
            return await calls.call(server_name, declared, given, here, call_id, answer)

        return replace(tool, run=run, answered=run)

    return Tool(
        name=name_tool(server_name, declared.name),
        title=f"{server_name}: {declared.name}",
        description=declared.description,
        effect=server.effects.get(declared.name, "effect"),
        timeout=server.timeout + REACHED_WITHIN,
        arguments=make_arguments(declared),
        external=True,
        source=f"mcp:{server_name}",
        unavailable=unavailable,
        for_turn=place,
        holds=calls.holds,
    )


def make_arguments(declared: Declared) -> type[McpArguments]:
    return type("McpArguments", (McpArguments,), {"schema_": declared.parameters})


def _leave_out_nulls(given: Arguments, schema: dict[str, JsonValue]) -> Arguments:
    """Models write null for what they do not say; few schemas take that."""
    fields, required = schema.get("properties"), schema.get("required")
    takes_null = {
        name
        for name, wanted in (fields.items() if isinstance(fields, dict) else ())
        if not isinstance(wanted, dict) or wanted.get("type") not in TYPES
    }
    must = {*takes_null, *(required if isinstance(required, list) else ())}
    return {name: value for name, value in given.items() if value is not None or name in must}
