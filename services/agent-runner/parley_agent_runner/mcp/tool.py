"""Makes a tool of what a person approved of an MCP server."""

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from parley_shared.models import Arguments
from pydantic import ConfigDict, JsonValue, model_validator
from referencing import Registry

from parley_agent_runner.mcp.config import Server
from parley_agent_runner.mcp.listing import Declared, name_tool
from parley_agent_runner.tools.declaration import AnyTool, Output, Tool, ToolArguments, runs_here
from parley_agent_runner.tools.here import Here

REACHED_WITHIN = 45.0  # seconds beside those of the call; a server may have to be started first

Call = Callable[[str, Declared, Arguments, str], Awaitable[Output]]  # the last is the thread's id


class McpArguments(ToolArguments):
    """Whatever the server's schema allows."""

    model_config = ConfigDict(extra="allow", frozen=True)

    schema_: ClassVar[dict[str, JsonValue]]
    validator: ClassVar[Draft202012Validator]

    @classmethod
    def model_json_schema(cls, *args: Any, **more: Any) -> dict[str, Any]:  # as pydantic's
        return cls.schema_

    @model_validator(mode="before")
    @classmethod
    def _check(cls, given: Arguments) -> Arguments:
        fault = best_match(cls.validator.iter_errors(given))
        if fault is not None:
            place = ".".join(str(each) for each in fault.absolute_path)
            raise ValueError(f"{place}: {fault.message}" if place else fault.message)
        return given


def make_tool(
    server_name: str, server: Server, declared: Declared, call: Call, unavailable: str | None
) -> AnyTool:
    async def run(here: Here, arguments: McpArguments, call_id: str) -> Output:
        given: Arguments = arguments.model_extra or {}
        return await call(server_name, declared, given, here.thread_id)

    return Tool(
        name=name_tool(server_name, declared.name),
        title=f"{server_name}: {declared.name}",
        description=declared.description,
        effect=server.effects.get(declared.name, "effect"),
        timeout=server.timeout + REACHED_WITHIN,
        arguments=_make_arguments(declared),
        external=True,
        source=f"mcp:{server_name}",
        unavailable=unavailable,
        for_turn=runs_here(run),
    )


def _make_arguments(declared: Declared) -> type[McpArguments]:
    # An empty registry: nothing that a schema points to is fetched from anywhere.
    validator = Draft202012Validator(declared.parameters, registry=Registry())
    named = {"schema_": declared.parameters, "validator": validator}
    return type("McpArguments", (McpArguments,), named)
