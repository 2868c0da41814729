"""Agents: who can answer, and with what."""

from collections.abc import Sequence

from parley_shared.commands import AgentChange, CreateAgent, UpdateAgent, UseSkill
from parley_shared.errors import AgentNameTaken, AgentNotFound, BadInput, TooLong
from parley_shared.facts import phrase
from parley_shared.models import Agent
from parley_shared.store import Agents, ChangeNotes, GetAgent, ListAgents, SuggestModel
from sqlalchemy import func, select

from parley_store.changing import check_unchanged, wanted
from parley_store.checks import check_instructions, check_limits, check_name, check_token
from parley_store.database import Session
from parley_store.rows import bytes_of
from parley_store.tables import agents

# Nothing of these acts on the world unasked. Handing over is left out: there is nobody yet who
# would fit better.
FIRST_TOOLS = (
    "calculator",
    "current_time",
    "ask_user",
    "todos",
    "wiki_search",
    "weather",
    "web_search",
    "web_fetch",
    "list_files",
    "read_file",
    "find_in_files",
    "write_file",
    "edit_file",
    "move_file",
    "delete_file",
    "task",
    "remember",
    "forget",
    "run_python",
    "run_shell",
)
HUES = (215, 65, 330, 140, 30, 270, 185, 100)  # degrees, in the order agents get them
MOST_NOTES = 50
LONGEST_NOTE = 500  # characters
TOGETHER = 700 * 1024  # bytes of all agents: one answer lists them


async def seed_agents(session: Session) -> None:
    """At the first start there is somebody to talk with."""
    if await session.value(select(agents.c.id).limit(1)) is not None:
        return
    parley = AgentChange(
        name="Parley",
        description="Answers whatever you ask",
        model="demo/echo",
        tools=FIRST_TOOLS,
        is_default=True,
    )
    toolbox = AgentChange(
        name="Toolbox",
        description="Shows how tools are called, without a real model",
        model="demo/tools",
        tools=FIRST_TOOLS,
        hue=35,
    )
    await _add(session, "parley", parley)
    await _add(session, "toolbox", toolbox)


async def find_agent(session: Session, agent_id: str) -> Agent | None:
    row = await session.find(agents, id=agent_id)
    return row.body if row and row.deleted_at is None else None


async def need_agent(session: Session, agent_id: str) -> Agent:
    """Raises AgentNotFound."""
    agent = await find_agent(session, agent_id)
    if agent is None:
        raise AgentNotFound(
            phrase("agent_not_found", "agent {agent!r} does not exist", agent=agent_id)
        )
    return agent


async def read_agent(session: Session, agent_id: str) -> Agent:
    """Also of one that is deleted: agents are never removed."""
    agent: Agent = await session.value(select(agents.c.body).where(agents.c.id == agent_id))
    return agent


async def need_default(session: Session) -> Agent:
    agent: Agent = await session.value(select(agents.c.body).where(agents.c.is_default))
    return agent


async def list_agents(session: Session, question: ListAgents) -> Agents:
    here = select(agents.c.body).where(agents.c.deleted_at.is_(None))
    return Agents(agents=tuple(await session.values(here.order_by(agents.c.number))))


async def get_agent(session: Session, question: GetAgent) -> Agent:
    return await need_agent(session, question.agent_id)


async def create_agent(session: Session, question: CreateAgent) -> Agent:
    """Again it gives the agent as it is."""
    check_token("agent", question.agent_id)
    known: Agent | None = await session.value(
        select(agents.c.body).where(agents.c.id == question.agent_id)
    )
    if known is not None:
        return known
    if question.change.name is None or question.change.model is None:
        raise BadInput(phrase("agent_nameless", "a new agent needs a name and a model"))
    return await _add(session, question.agent_id, question.change)


async def update_agent(session: Session, question: UpdateAgent) -> Agent:
    """Raises AgentNotFound, AgentNameTaken, AgentChanged."""
    agent = await need_agent(session, question.agent_id)
    if question.was is not None:
        check_unchanged(agent, question.change, question.was)
    changed = await _changed(session, agent, question.change)
    return agent if changed == agent else await _keep(session, changed, edited=True)


async def use_skill(session: Session, question: UseSkill) -> Agent:
    """Raises AgentNotFound."""
    agent = await need_agent(session, question.agent_id)
    if question.pin in agent.skills:
        return agent
    name = _skill_of(question.pin)
    others = (pin for pin in agent.skills if _skill_of(pin) != name)
    changed = agent.model_copy(update={"skills": (*others, question.pin)})
    return await _keep(session, changed, edited=True)


async def change_notes(session: Session, question: ChangeNotes) -> Agent:
    """Raises AgentNotFound, BadInput."""
    agent = await need_agent(session, question.agent_id)
    left = tuple(note for note in agent.notes if note not in (question.add, question.drop))
    notes = (*left, question.add) if question.add else left
    changed = agent.model_copy(update={"notes": notes})
    _check(agent, changed)
    await _check_room(session, agent, changed)
    return agent if notes == agent.notes else await _keep(session, changed, edited=True)


async def suggest_model(session: Session, question: SuggestModel) -> Agent:
    row = await session.row(select(agents.c.body, agents.c.edited).where(agents.c.is_default))
    assert row is not None  # there is always a default agent
    agent: Agent = row.body
    suggested = {
        "model": question.model,
        "api_base": question.api_base,
        "api_key": question.api_key,
    }
    changed = agent.model_copy(update=suggested)
    return agent if row.edited or changed == agent else await _keep(session, changed, edited=False)


async def names_of_agents(session: Session, agent_ids: Sequence[str]) -> dict[str, str]:
    """Also of those that are gone."""
    rows = await session.rows(
        select(agents.c.id, agents.c.name).where(agents.c.id.in_(set(agent_ids)))
    )
    return {row.id: row.name for row in rows}


async def _add(session: Session, agent_id: str, change: AgentChange) -> Agent:
    """Who is given no hue gets the next one, so that voices differ."""
    others = await session.value(select(func.count()).select_from(agents))
    hue = HUES[others % len(HUES)]
    at = session.now
    blank = Agent(id=agent_id, name="", model="", hue=hue, created_at=at, updated_at=at)
    agent = await _changed(session, blank, change)
    row = {"id": agent_id, "name": agent.name, "is_default": agent.is_default, "edited": False}
    await session.add(agents, {**row, "body": agent})
    return agent


async def _changed(session: Session, agent: Agent, change: AgentChange) -> Agent:
    new = wanted(agent, change)
    if "name" in new:
        new["name"] = check_name(new["name"])
        await _check_name_is_free(session, agent.id, new["name"])
    changed = agent.model_copy(update=new)
    _check(agent, changed)
    await _check_room(session, agent, changed)
    if changed.is_default and not agent.is_default:
        await _retire_default(session)
    return changed


def _check(before: Agent, after: Agent) -> None:
    if not after.model.strip():
        raise BadInput(phrase("agent_modelless", "an agent needs a model"))
    check_instructions(after.instructions)
    if after.limits != before.limits:
        check_limits(after.limits)
    if not 0 <= after.hue < 360:
        raise BadInput(phrase("no_hue", "hue {hue} is not between 0 and 359", hue=after.hue))
    if len(after.notes) > MOST_NOTES or any(len(note) > LONGEST_NOTE for note in after.notes):
        raise BadInput(
            phrase(
                "too_many_notes",
                "an agent has at most {most} notes of {longest} characters",
                most=MOST_NOTES,
                longest=LONGEST_NOTE,
            )
        )
    if before.is_default and not after.is_default:
        raise BadInput(phrase("agent_is_default", "make another agent the default one instead"))


async def _check_room(session: Session, before: Agent, after: Agent) -> None:
    """What makes an agent smaller is always taken."""
    if bytes_of(after) <= bytes_of(before):
        return
    everybody = await session.values(select(agents.c.body).where(agents.c.deleted_at.is_(None)))
    together = sum(bytes_of(each) for each in everybody if each.id != after.id) + bytes_of(after)
    if together > TOGETHER:
        raise TooLong(
            phrase(
                "agents_too_long",
                "all agents together would have {size} bytes of instructions and notes and may "
                "have {most}: shorten some, or delete an agent",
                size=together,
                most=TOGETHER,
            )
        )


async def _check_name_is_free(session: Session, agent_id: str, name: str) -> None:
    others = select(agents.c.id, agents.c.name).where(agents.c.deleted_at.is_(None))
    for row in await session.rows(others):
        if row.id != agent_id and row.name.casefold() == name.casefold():
            raise AgentNameTaken(
                phrase("agent_name_taken", "another agent is called {name!r}", name=row.name)
            )


async def _retire_default(session: Session) -> None:
    for agent in await session.values(select(agents.c.body).where(agents.c.is_default)):
        body = agent.model_copy(update={"is_default": False})
        await session.change(agents, {"id": agent.id}, is_default=False, body=body)


def _skill_of(pin: str) -> str:
    return pin.partition("@")[0]


async def _keep(session: Session, agent: Agent, *, edited: bool) -> Agent:
    new = {"revision": agent.revision + 1, "updated_at": session.now}
    agent = agent.model_copy(update=new)
    values = {"name": agent.name, "is_default": agent.is_default, "body": agent}
    if edited:
        values["edited"] = True
    await session.change(agents, {"id": agent.id}, **values)
    return agent
