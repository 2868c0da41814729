"""An agent as a file, to keep or to carry into another Parley; never with a key."""

from itertools import count
from typing import Literal
from urllib.parse import quote

from fastapi import Response
from parley_shared import ids
from parley_shared.commands import CreateAgent
from parley_shared.errors import AgentNameTaken
from parley_shared.frames import AgentPatch, Said
from parley_shared.frames import Id as GivenId
from parley_shared.models import Agent
from parley_shared.store import GetAgent

from parley_web.web import Here, Id, Web, make_router

router = make_router("/api/agents", "agents")

# Which agent is the default is the house's affair. A key's name is left out too: a stranger's file
# could name a key of this house beside an address of its own, and have the key sent there.
LEFT_OUT = {"api_key", "is_default"}
NAMES = 100  # that are tried


class AgentFile(Said):
    format: Literal["parley.agent.v1"]
    agent: AgentPatch


@router.get("/{agent_id}/export")
async def export_agent(agent_id: Id, web: Here) -> Response:
    agent = await web.bus.ask(GetAgent(agent_id=agent_id))
    name = quote(f"{agent.name}.agent.json", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    text = write_agent(agent).model_dump_json(indent=1, exclude_unset=True)
    return Response(text, media_type="application/json", headers=headers)


@router.post("/import", status_code=201)
async def import_agent(file: AgentFile, web: Here, id: GivenId | None = None) -> Agent:
    """A new agent, by another name when its own is taken. The same `id` again: the same agent."""
    change = file.agent.model_copy(update={"api_key": None, "is_default": None})
    agent_id = id or ids.uuid7()
    for which in count(2):
        try:
            return await _create(web, agent_id, change)
        except AgentNameTaken:
            if which > NAMES:
                raise
            name = f"{file.agent.name} ({which})"
            change = change.model_copy(update={"name": name})
    raise AssertionError("count never ends")


def write_agent(agent: Agent) -> AgentFile:
    """All that can be said of an agent, but for what is left out."""
    said = set(AgentPatch.model_fields) - LEFT_OUT
    change = AgentPatch.model_validate(agent.model_dump(include=said))
    return AgentFile(format="parley.agent.v1", agent=change)


async def _create(web: Web, agent_id: str, change: AgentPatch) -> Agent:
    return await web.change(CreateAgent(agent_id=agent_id, change=change))
