"""Who has to be asked before a call, and what an approval is about."""

from dataclasses import replace
from typing import Any

import pytest
from parley_agent_runner.tools.approving import Need, bind, find_need, name_for_good
from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments
from parley_shared.models import Effect


class Sum(ToolArguments):
    euros: int


async def pay(arguments: Sum, call: object) -> Output:
    return Output("paid")


def tool(**changes: Any) -> Tool[Sum]:  # any field of a tool
    plain = Tool(
        name="pay",
        title="Pay",
        description="Pays.",
        effect="pure",
        timeout=1.0,
        arguments=Sum,
        run=pay,
    )
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("effect", "external", "policy"),
    [
        ("pure", False, "never"),
        ("idempotent", False, "never"),
        ("resumable", False, "never"),
        ("effect", False, "ask"),
        ("pure", True, "ask"),
    ],
)
def test_what_has_an_effect_or_reaches_outside_asks_unless_it_says_otherwise(
    effect: Effect, external: bool, policy: str
) -> None:
    assert tool(effect=effect, external=external).policy == policy
    assert tool(effect=effect, external=external, asks="never").policy == "never"
    assert tool(effect=effect, external=external).describe().asks == policy


def test_a_tool_that_always_asks_is_never_approved_for_good() -> None:
    assert find_need(tool(asks="always"), {"euros": 1}) == Need("", None)


def test_the_arguments_can_decide_whether_somebody_is_asked() -> None:
    careful = tool(asks_about=lambda sum: "That is much." if sum.euros > 10 else None)

    assert find_need(careful, {"euros": 10}) is None
    assert find_need(careful, {"euros": 11}) == Need("That is much.", name_for_good(careful))


def test_an_approval_is_about_one_tool_as_it_is_and_its_arguments() -> None:
    bound = bind(tool(), {"euros": 1, "cents": 2})

    assert bind(tool(), {"cents": 2, "euros": 1}) == bound
    others = [
        bind(tool(), {"euros": 2, "cents": 2}),
        bind(tool(name="give"), {"euros": 1, "cents": 2}),
        bind(tool(description="Pays twice."), {"euros": 1, "cents": 2}),
        bind(tool(effect="effect"), {"euros": 1, "cents": 2}),
    ]
    assert bound not in others
    assert len(set(others)) == len(others)
