"""What an MCP server says of its tools, as far as it can be used here. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from parley_shared.facts import phrase
from pydantic import BaseModel, ConfigDict, JsonValue

NAME = re.compile(r"[A-Za-z0-9_-]+")
LONGEST_NAME = 64  # characters of server and tool together: no provider takes more
LONGEST_TEXT = 4_000  # characters of a description
LARGEST_SCHEMA = 8_000  # characters
MOST = 100  # tools of a server


class Listed(Protocol):
    """A tool as the library mcp gives it."""

    name: str
    description: str | None
    input_schema: dict[str, Any]  # any JSON there is


class Declared(BaseModel):
    """Exactly what a person approves, and a model reads."""

    model_config = ConfigDict(frozen=True)

    name: str  # the server's own
    description: str
    parameters: dict[str, JsonValue]  # JSON Schema

    @property
    def pin(self) -> str:
        what = [self.name, self.description, self.parameters]
        written = json.dumps(what, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode(errors="surrogatepass")).hexdigest()


def name_tool(server: str, tool: str) -> str:
    return f"{server}__{tool}"


def read_listing(tools: Iterable[Listed]) -> tuple[Declared, ...]:
    return tuple(
        Declared(name=each.name, description=each.description or "", parameters=each.input_schema)
        for each in tools
    )


def find_problem(server: str, tool: Declared) -> str | None:
    """Why it can't be used, whatever a person thinks of it."""
    name = name_tool(server, tool.name)
    if not NAME.fullmatch(tool.name) or len(name) > LONGEST_NAME:
        return phrase(
            "mcp_name_unfit",
            "its name {name!r} is not 1 to {most} letters, digits, '-' or '_'",
            name=name[:80],
            most=LONGEST_NAME,
        )
    if len(tool.description) > LONGEST_TEXT:
        return phrase(
            "mcp_description_long",
            "its description is longer than {most} characters",
            most=LONGEST_TEXT,
        )
    if len(json.dumps(tool.parameters)) > LARGEST_SCHEMA:
        return phrase(
            "mcp_schema_large", "its schema is larger than {most} characters", most=LARGEST_SCHEMA
        )
    try:
        Draft202012Validator.check_schema(tool.parameters)
    except SchemaError as error:
        return phrase("mcp_schema_wrong", "its schema is wrong: {why}", why=error.message[:200])
    if any(not ref.startswith("#") for ref in _list_refs(tool.parameters)):
        return phrase(
            "mcp_schema_outside",
            "its schema points outside of itself, and nothing is fetched from there",
        )
    return None


def _list_refs(schema: JsonValue) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _list_refs(each)
    elif isinstance(schema, dict):
        for key, each in schema.items():
            if key in ("$ref", "$dynamicRef") and isinstance(each, str):
                yield each
            yield from _list_refs(each)
