"""Gives the model a skill's text, and the files beside it, when it asks for them."""

import asyncio
from collections.abc import Sequence
from typing import Any

from pydantic import Field, create_model

from parley_agent_runner.skills.finding import read_file
from parley_agent_runner.skills.skill import ACTIVATES, Skill, SkillWrong, write_content
from parley_agent_runner.tools.declaration import AnyTool, Output, Tool, ToolArguments, ToolFailed

RESERVED = (ACTIVATES, "read_skill_file")


def make_skill_tools(skills: Sequence[Skill]) -> dict[str, AnyTool]:
    """None if there is nothing to activate and no file to read."""
    tools: list[AnyTool] = []
    if dormant := {skill.name: skill for skill in skills if not skill.always}:
        tools.append(_make_activate(dormant))
    if filed := {skill.name: skill for skill in skills if skill.files}:
        tools.append(_make_read(filed))
    return {tool.name: tool for tool in tools}


def _make_activate(skills: dict[str, Skill]) -> AnyTool:
    async def run(arguments: Any, call_id: str) -> Output:  # its class is made below
        return Output(write_content(skills[arguments.name]))

    return Tool(
        name=ACTIVATES,
        title="Skill",
        description="Gives the instructions of a skill. Call it before you do what it is for.",
        effect="pure",
        timeout=5.0,
        arguments=create_model("Activation", __base__=ToolArguments, name=_one_of(skills)),
        run=run,
        source="skills",
    )


def _make_read(skills: dict[str, Skill]) -> AnyTool:
    async def run(arguments: Any, call_id: str) -> Output:  # its class is made below
        try:
            text = await asyncio.to_thread(read_file, skills[arguments.name], arguments.path)
        except (SkillWrong, OSError) as error:
            raise ToolFailed(f"That can't be read: {error}.") from error
        return Output(text)

    path = (str, Field(max_length=300, description="As it is listed in the skill's content."))
    return Tool(
        name="read_skill_file",
        title="File of a skill",
        description="Gives the text of a file that belongs to a skill.",
        effect="pure",
        timeout=5.0,
        arguments=create_model(
            "SkillFile", __base__=ToolArguments, name=_one_of(skills), path=path
        ),
        run=run,
        source="skills",
    )


def _one_of(skills: dict[str, Skill]) -> Any:  # as create_model takes a field
    names = sorted(skills)
    pattern = f"^({'|'.join(names)})$"  # names are letters, digits and hyphens
    return (str, Field(pattern=pattern, json_schema_extra={"enum": list(names)}))
