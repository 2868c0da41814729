"""Makes a tool of a typed function: the signature says what it takes, the docstring what for."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, get_type_hints

from parley_shared.models import Effect
from pydantic import create_model

from parley_agent_runner.tools.declaration import AnyTool, Asks, Output, Tool, ToolArguments

Function = Callable[..., Awaitable[str | Output]]

KEY = "call_id"  # a parameter of this name is given the call's id and not told to the model


def tool(
    *,
    effect: Effect,
    title: str = "",
    timeout: float = 30.0,
    asks: Asks | None = None,
    asks_about: Callable[[ToolArguments], str | None] | None = None,
    expires_in: int = Tool.expires_in,
    external: bool = False,
) -> Callable[[Function], AnyTool]:
    """Each parameter needs a type; `Annotated[int, Field(description=...)]` explains it."""

    def declare(function: Function) -> AnyTool:
        name = getattr(function, "__name__", "")
        arguments, takes_key = _read_signature(name, function)

        async def run(given: ToolArguments, call_id: str) -> Output:
            said = {field: getattr(given, field) for field in type(given).model_fields}
            result = await function(**said, **({KEY: call_id} if takes_key else {}))
            return Output(result) if isinstance(result, str) else result

        return Tool(
            name=name,
            title=title or name.replace("_", " ").capitalize(),
            description=inspect.getdoc(function) or "",
            effect=effect,
            timeout=timeout,
            arguments=arguments,
            run=run,
            asks=asks,
            asks_about=asks_about,
            expires_in=expires_in,
            external=external,
            source=function.__module__,
        )

    return declare


def _read_signature(name: str, function: Function) -> tuple[type[ToolArguments], bool]:
    """Raises TypeError for a parameter without a type."""
    hints = get_type_hints(function, include_extras=True)
    parameters = dict(inspect.signature(function).parameters)
    takes_key = parameters.pop(KEY, None) is not None
    fields: dict[str, Any] = {}  # as create_model takes them
    for field, parameter in parameters.items():
        if field not in hints:
            raise TypeError(f"parameter {field!r} of tool {name!r} has no type")
        is_free = parameter.default is inspect.Parameter.empty
        fields[field] = (hints[field], ... if is_free else parameter.default)
    return create_model(name, __base__=ToolArguments, **fields), takes_key
