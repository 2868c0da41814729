"""Agents: who there is, and changing them."""

from typing import Annotated

from fastapi import Query
from parley_shared import ids
from parley_shared.commands import AgentChange, CreateAgent, DeleteAgent, UpdateAgent
from parley_shared.frames import AgentEdit, NewAgent
from parley_shared.models import Agent
from parley_shared.runner import GetPreflight, Preflight
from parley_shared.store import Agents, GetAgent, ListAgents

from parley_web.web import Here, Id, make_router

router = make_router("/api/agents", "agents")


@router.get("")
async def list_agents(web: Here) -> Agents:
    return await web.bus.ask(ListAgents())


@router.post("", status_code=201)
async def create_agent(new: NewAgent, web: Here) -> Agent:
    """The same `id` again gives the same agent."""
    question = CreateAgent(agent_id=new.id or ids.uuid7(), change=new.change)
    return await web.change(question)


@router.get("/{agent_id}")
async def get_agent(agent_id: Id, web: Here) -> Agent:
    return await web.bus.ask(GetAgent(agent_id=agent_id))


@router.patch("/{agent_id}")
async def change_agent(agent_id: Id, edit: AgentEdit, web: Here) -> Agent:
    """Only the fields that are set are changed, also within `parameters` and `limits`.

    `was` says how fields stood when they were read: where one has been changed since, nothing is,
    and the answer is 409 `agent_changed` with its name.
    """
    change = AgentChange.model_validate(edit.model_dump(exclude={"was"}))
    return await web.change(UpdateAgent(agent_id=agent_id, change=change, was=edit.was))


@router.delete("/{agent_id}")
async def delete_agent(agent_id: Id, web: Here) -> Agent:
    return await web.change(DeleteAgent(agent_id=agent_id))


@router.get("/{agent_id}/preflight")
async def show_preflight(
    agent_id: Id,
    web: Here,
    thread: Annotated[str | None, Query(pattern=ids.TOKEN)] = None,
    text: Annotated[str, Query(max_length=10_000)] = "",
) -> Preflight:
    """Exactly what its model would be sent if it was asked `text` in `thread`; nothing is sent."""
    return await web.bus.ask(GetPreflight(agent_id=agent_id, thread_id=thread, text=text))
