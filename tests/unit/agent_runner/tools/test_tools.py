"""The declarations: what a model is offered, and how calls of them end."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from parley_agent_runner.tools.calculator import CALCULATOR
from parley_agent_runner.tools.calling import call_tool
from parley_agent_runner.tools.code import make_code_tools
from parley_agent_runner.tools.current_time import describe_time
from parley_agent_runner.tools.declaration import Outcome, Output, Tool, ToolArguments, ToolFailed
from parley_agent_runner.tools.here import Here
from parley_agent_runner.tools.registry import TOOLS, choose_tools
from parley_agent_runner.tools.web_search import WEB_SEARCH
from parley_shared.questions import A, Question
from parley_store.agents import FIRST_TOOLS


async def nobody_answers(question: Question[A]) -> A:
    raise AssertionError("nothing is asked")


NOWHERE = Here(nobody_answers, "th", "th", "t1", 1, "parley")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_a_tool_is_described_by_its_schema() -> None:
    spec = CALCULATOR.describe()

    assert spec.parameters == {
        "type": "object",
        "additionalProperties": False,
        "required": ["expression"],
        "properties": {
            "expression": {
                "type": "string",
                "minLength": 1,
                "maxLength": 500,
                "description": "An arithmetic expression such as (2 + 3) * 4 ** 2 or sqrt(2) * pi.",
            }
        },
    }


def test_names_in_the_table_are_different() -> None:
    assert len({tool.name for tool in TOOLS}) == len(TOOLS)


def test_only_tools_that_exist_are_chosen() -> None:
    assert list(choose_tools(["current_time", "nonsense"], NOWHERE)) == ["current_time"]


def test_the_first_agents_have_tools_that_exist_and_none_acts_on_the_world_unasked() -> None:
    known = {tool.name: tool for tool in (*TOOLS, *make_code_tools())}

    first = [known[name] for name in FIRST_TOOLS if name != WEB_SEARCH]

    assert [tool.name for tool in first if tool.effect == "effect"] == []
    assert {tool.name for tool in first if tool.policy == "always"} == {"remember", "forget"}


def test_the_time_is_told_for_a_zone() -> None:
    told = describe_time(NOON, "Europe/Berlin")

    assert told == (
        "Wednesday, 01 July 2026, 14:00:00 in Europe/Berlin (2026-07-01T14:00:00+02:00)"
    )


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "", "/etc/localtime"])
def test_no_such_zone_is_a_sentence(zone: str) -> None:
    with pytest.raises(ToolFailed, match="There is no time zone"):
        describe_time(NOON, zone)


async def test_a_call_gives_its_result() -> None:
    outcome = await call_tool(CALCULATOR, {"expression": "2+2"}, "c1")

    assert (outcome.state, outcome.output.text) == ("done", "4")
    assert outcome.duration_ms is not None


def tool_of(text: str | None) -> Tool[ToolArguments]:
    async def run(arguments: ToolArguments, call_id: str) -> Output:
        if text is None:
            await asyncio.Event().wait()
        return Output(text or "")

    return Tool(
        name="one",
        title="One",
        description="",
        effect="pure",
        timeout=0.01,
        arguments=ToolArguments,
        run=run,
    )


async def test_a_call_that_takes_too_long_is_stopped() -> None:
    outcome = await call_tool(tool_of(None), {}, "c1")

    assert (outcome.state, outcome.output.text) == (
        "error",
        "One took longer than 0.01 s and was stopped.",
    )


async def test_a_call_that_is_given_up_may_have_happened_where_it_cannot_be_taken_back() -> None:
    outcome = await call_tool(replace(tool_of(None), effect="effect"), {}, "c1")

    assert isinstance(outcome, Outcome)
    assert outcome.output.text == (
        "One took longer than 0.01 s and was given up. "
        "It may have happened all the same: find out before you do it again."
    )


async def test_a_long_result_is_cut_and_says_so() -> None:
    outcome = await call_tool(tool_of("x" * 20_000), {}, "c1")

    assert outcome.output.text == "x" * 6_000 + "\n[14000 more characters were left out]"
