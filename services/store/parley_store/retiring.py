"""Deletes an agent: its threads go to the default one, its name stays with what it said."""

from parley_shared.commands import DeleteAgent
from parley_shared.errors import AgentInUse, AgentNotFound
from parley_shared.facts import phrase
from parley_shared.models import Agent
from sqlalchemy import select

from parley_store.agents import need_default
from parley_store.database import Session
from parley_store.rows import read_thread
from parley_store.tables import agents, threads
from parley_store.threads import keep_changed


async def delete_agent(session: Session, question: DeleteAgent) -> Agent:
    """Again it changes nothing."""
    row = await session.find(agents, id=question.agent_id)
    if row is None:
        raise AgentNotFound(f"agent {question.agent_id!r} does not exist")
    agent: Agent = row.body
    if agent.is_default:
        raise AgentInUse(
            phrase(
                "agent_in_use",
                "{agent!r} is the default agent: make another one the default first",
                agent=agent.name,
            )
        )
    if row.deleted_at is None:
        await session.change(agents, {"id": agent.id}, deleted_at=session.now)
        default = await need_default(session)
        for each in await session.rows(select(threads).where(threads.c.agent_id == agent.id)):
            thread = read_thread(each).thread
            await keep_changed(session, thread, thread.model_copy(update={"agent_id": default.id}))
    return agent
