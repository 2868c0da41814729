"""Other agents as tools: work for one of them meanwhile, or the whole conversation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from parley_shared.store import Handoff
from pydantic import Field, create_model

from parley_agent_runner.tools.declaration import AnyTool, Delegated, Output, Tool, ToolArguments
from parley_agent_runner.tools.here import Here, Teammate

DEEPEST = 2  # sub-agents of sub-agents
MOST_HOPS = 5  # hand-offs in a row before a person has to say something


class Task(ToolArguments):
    agent: str = Field(description="Who is to do it.")
    prompt: str = Field(
        min_length=1,
        max_length=20_000,
        description="All it has to know: it sees nothing of this conversation but the files.",
    )


class HandOver(ToolArguments):
    agent: str = Field(description="Who goes on.")
    brief: str = Field(min_length=1, max_length=4_000, description="What is to be done, and why.")


def place_task(tool: Tool[Task], here: Here) -> Tool[Task]:
    if here.depth >= DEEPEST:
        return replace(tool, unavailable="Sub-agents go no deeper.")

    def delegate(arguments: Task) -> Delegated:
        return Delegated(here.team[arguments.agent].agent_id, arguments.prompt)

    return replace(_with_team(tool, here.team), delegates=delegate)


def place_handoff(tool: Tool[HandOver], here: Here) -> Tool[HandOver]:
    others = {name: each for name, each in here.team.items() if each.agent_id != here.agent_id}
    if here.depth or here.hops >= MOST_HOPS or not others:
        return replace(tool, unavailable="There is nobody to hand over to now.")

    def hand_over(arguments: HandOver) -> Handoff:
        return Handoff(agent_id=others[arguments.agent].agent_id, brief=arguments.brief)

    return replace(_with_team(tool, others), hands_over=hand_over)


def _with_team(tool: AnyTool, team: Mapping[str, Teammate]) -> AnyTool:
    """The same tool, with the names it takes."""
    names: Any = Literal[tuple(team)]  # made now, so no type checker knows them
    known = tool.arguments.model_fields["agent"].description
    arguments = create_model(
        tool.arguments.__name__,
        __base__=tool.arguments,
        agent=(names, Field(description=known)),
    )
    who = "\n".join(f"- {name}: {each.description}".rstrip(": ") for name, each in team.items())
    return replace(tool, arguments=arguments, description=f"{tool.description}\n{who}")


async def _tell_handed_over(arguments: HandOver, call_id: str) -> Output:
    return Output(f"Handed over to {arguments.agent}.")


TASK = Tool(
    name="task",
    title="Sub-agent",
    description=(
        "Gives a piece of work to another agent and waits for what it answers. Several calls at "
        "once work side by side. The agents:"
    ),
    effect="pure",
    timeout=5.0,
    arguments=Task,
    for_turn=place_task,
)
HANDOFF = Tool(
    name="handoff",
    title="Hand over",
    description=(
        "Hands this conversation over to an agent that fits better: it answers the person from "
        "now on, and your turn ends. The agents:"
    ),
    effect="pure",
    timeout=5.0,
    arguments=HandOver,
    run=_tell_handed_over,
    for_turn=place_handoff,
)
TEAM_TOOLS: tuple[AnyTool, ...] = (TASK, HANDOFF)
