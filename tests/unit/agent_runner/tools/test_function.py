"""Tools of typed functions, as in docs/howto/add-a-tool.md, and of other packages."""

import re
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Annotated

import pytest
from parley_agent_runner.tools.approving import find_need
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.declaration import AnyTool, Output
from parley_agent_runner.tools.function import tool
from parley_agent_runner.tools.plugins import load_tools
from pydantic import Field

HOWTO = Path(__file__).parents[4] / "docs" / "howto" / "add-a-tool.md"


@tool(effect="effect", timeout=2.0)
async def send_letter(to: Annotated[str, Field(max_length=5)], copies: int = 1) -> str:
    """Sends a letter."""
    return f"{copies} to {to}"


@tool(effect="idempotent")
async def book(call_id: str) -> Output:
    """Books it."""
    return Output(call_id, origin="example.org")


NO_TOOL = "not a tool"


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, "parley.tools")


async def test_the_signature_says_what_a_tool_takes() -> None:
    spec = send_letter.describe()

    assert (spec.name, spec.title, spec.description) == (
        "send_letter",
        "Send letter",
        "Sends a letter.",
    )
    assert spec.asks == "ask"
    assert spec.parameters == {
        "additionalProperties": False,
        "properties": {
            "to": {"maxLength": 5, "type": "string"},
            "copies": {"default": 1, "type": "integer"},
        },
        "required": ["to"],
        "type": "object",
    }
    assert (await call_tool(send_letter, {"to": "Ann"}, "c1")).output.text == "1 to Ann"
    assert (await call_tool(send_letter, {"to": "Everybody"}, "c1")).state == "error"


async def test_a_tool_that_wants_its_key_gets_it_and_the_model_is_not_told() -> None:
    assert book.describe().parameters["properties"] == {}
    assert (await call_tool(book, {}, "c1")).output == Output("c1", origin="example.org")


def test_a_parameter_without_a_type_is_an_error_that_names_it() -> None:
    async def bare(to) -> str:  # type: ignore[no-untyped-def]  # what is tested
        return ""

    with pytest.raises(TypeError, match="'to' of tool 'bare'"):
        tool(effect="pure")(bare)


def test_tools_of_other_packages_are_found_and_none_keeps_the_others_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    entries = [
        entry("book", f"{__name__}:book"),
        entry("send_letter", f"{__name__}:send_letter"),
        entry("gone", "no_such_package:tool"),
        entry("text", f"{__name__}:NO_TOOL"),
    ]

    found: list[AnyTool] = list(load_tools(entries, ["send_letter"]))

    assert [each.name for each in found] == ["book"]
    assert {record.message for record in caplog.records} == {
        "a tool's name is taken",
        "a tool could not be loaded",
        "an entry point is no tool",
    }


async def test_the_tool_of_the_howto_works() -> None:
    found = re.search(r"```python\n(.*?)```", HOWTO.read_text(), re.DOTALL)
    assert found is not None
    written: dict[str, AnyTool] = {}

    exec(found[1], written)

    outcome = await call_tool(written["roll_dice"], {"count": 2, "sides": 2}, "c1")
    assert outcome.state == "done"
    assert re.fullmatch("[12], [12]", outcome.output.text)


async def test_a_tool_says_when_it_asks_and_how_long_it_waits() -> None:
    @tool(
        effect="effect",
        asks_about=lambda given: "It is far." if given.model_dump()["to"] == "Rome" else None,
        expires_in=60,
    )
    async def travel(to: str) -> str:
        """Goes there."""
        return to

    assert find_need(travel, {"to": "home"}) is None
    need = find_need(travel, {"to": "Rome"})
    assert need is not None and need.reason == "It is far."
    assert (travel.expires_in, send_letter.expires_in) == (60, 7 * 24 * 3600)
