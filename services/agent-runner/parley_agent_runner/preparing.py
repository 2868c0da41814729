"""Gathers what a claimed turn's prompt is made of: history, skills, tools, files."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from parley_shared.bus import Bus
from parley_shared.carrying import Ask, read_file
from parley_shared.errors import FileNotKept
from parley_shared.models import FileRef, Message
from parley_shared.store import Claimed

from parley_agent_runner.attachments import choose_files, is_image
from parley_agent_runner.breaker import Breakers
from parley_agent_runner.debugging import Debugger
from parley_agent_runner.hooks.heard import Heard
from parley_agent_runner.hooks.hook import Hook
from parley_agent_runner.mcp.servers import McpServers
from parley_agent_runner.pictures import fit_picture
from parley_agent_runner.placing import look_around
from parley_agent_runner.routes import Locate, find_routes
from parley_agent_runner.sandbox import Sandbox
from parley_agent_runner.skills.library import Library
from parley_agent_runner.skills.skill import Skill
from parley_agent_runner.stream import FindFacts, Route, StreamReply
from parley_agent_runner.tools.activate_skill import make_skill_tools
from parley_agent_runner.tools.code import make_code_tools
from parley_agent_runner.tools.declaration import AnyTool
from parley_agent_runner.tools.here import Here
from parley_agent_runner.tools.registry import choose_tools

HISTORY = 16_000_000  # characters: no model reads more, so more is not fetched


@dataclass(frozen=True)
class Means:
    """What every turn of this runner uses."""

    bus: Bus
    stream_reply: StreamReply
    locate: Locate
    find_facts: FindFacts
    breakers: Breakers
    skills: Library
    sandbox: Sandbox
    hooks: tuple[Hook, ...]
    debugger: Debugger
    tools: tuple[AnyTool, ...]  # those that need what only this runner has, such as keys
    mcp: McpServers
    heard: Heard = field(default_factory=Heard)


@dataclass(frozen=True)
class Prepared:
    """A claim with the pages that did not fit into it, and what goes with it."""

    claimed: Claimed
    skills: Sequence[Skill]
    tools: Mapping[str, AnyTool]
    here: Here
    routes: tuple[Route, ...]
    contents: Mapping[str, bytes]


class ReadPage(Protocol):
    """The history before a cursor, and the cursor before that."""

    async def __call__(self, before: str) -> tuple[Sequence[Message], str | None]: ...


async def prepare(means: Means, claimed: Claimed, read_page: ReadPage, insist: Ask) -> Prepared:
    """`insist` asks the store: what it raises ends the turn, so an outage should not be raised."""
    claimed = claimed.model_copy(update={"history": await _complete(claimed, read_page)})
    agent = claimed.agent
    skills = await asyncio.to_thread(means.skills.choose, agent.skills)
    routes = find_routes(agent, claimed.thread.overrides, means.locate)
    sees = agent.sees_images
    if sees is None:
        sees = means.find_facts(routes[0]).sees_images
    here = await look_around(means.bus.ask, insist, claimed)
    return Prepared(
        claimed=claimed,
        skills=skills,
        tools={
            **choose_tools(agent.tools, here, (*means.tools, *means.mcp.tools())),
            **make_skill_tools(skills),
            **{tool.name: tool for tool in make_code_tools() if tool.name in agent.tools},
        },
        here=here,
        routes=routes,
        contents=await _read_files(insist, choose_files(claimed.history, sees_images=sees)),
    )


async def find_absent(sandbox: Sandbox, tools: Mapping[str, AnyTool]) -> frozenset[str]:
    """Those of `tools` that run code, while nothing can run it."""
    code = frozenset(tool.name for tool in make_code_tools() if tool.name in tools)
    return code if code and await sandbox.why_still_not() else frozenset()


async def _complete(claimed: Claimed, read_page: ReadPage) -> tuple[Message, ...]:
    """As far back as it is not summed up, and a model could read."""
    history, before = list(claimed.history), claimed.history_next
    summed_up = claimed.compaction.to_position if claimed.compaction else 0
    size = sum(len(message.text) for message in history)
    while before is not None and size < HISTORY and history[0].anchor > summed_up:
        page, before = await read_page(before)
        history = [*page, *history]
        size += sum(len(message.text) for message in page)
    return tuple(history)


async def _read_files(insist: Ask, files: Sequence[FileRef]) -> dict[str, bytes]:
    """Without those that are no longer kept, and what only claims to be a picture."""
    contents: dict[str, bytes] = {}
    for file in files:
        try:
            content = await read_file(insist, file)
        except FileNotKept:
            continue
        if is_image(file):
            picture = await asyncio.to_thread(fit_picture, content)
            if picture is None:
                continue
            content = picture
        contents[file.id] = content
    return contents
