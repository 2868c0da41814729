"""Who takes part in a thread: the people and the agents that have spoken in it."""

from parley_shared.store import GetParticipants, Participant, Participants
from sqlalchemy import and_, bindparam, func, select

from parley_store.agents import names_of_agents
from parley_store.database import Session
from parley_store.tables import messages
from parley_store.threads import need_thread
from parley_store.wording import FieldOf

_sender = FieldOf(messages.c.body, "sender")
_source = FieldOf(messages.c.body, "source")
_agent_id = FieldOf(messages.c.body, "agent_id")
_last_at = func.max(FieldOf(messages.c.body, "created_at")).label("last_at")
_spoken = and_(
    messages.c.thread_id == bindparam("thread_id"),
    messages.c.role == bindparam("role"),
    messages.c.deleted.is_(False),
)
_PEOPLE = (
    select(_sender.label("name"), _source.label("surface"), func.count().label("spoken"), _last_at)
    .where(_spoken)
    .group_by(_sender, _source)
    .order_by(func.min(messages.c.position))
)
_AGENTS = (
    select(_agent_id.label("agent_id"), func.count().label("spoken"), _last_at)
    .where(_spoken)
    .group_by(_agent_id)
    .order_by(func.min(messages.c.position))
)


async def get_participants(session: Session, question: GetParticipants) -> Participants:
    """In the order in which they came in. Raises ThreadNotFound."""
    thread = (await need_thread(session, question.thread_id)).thread
    people = await session.rows(_PEOPLE, thread_id=thread.id, role="user")
    agents = await session.rows(_AGENTS, thread_id=thread.id, role="assistant")
    names = await names_of_agents(session, [row.agent_id for row in agents])
    return Participants(
        people=tuple(
            Participant(
                name=row.name or "", surface=row.surface, messages=row.spoken, last_at=row.last_at
            )
            for row in people
        ),
        agents=tuple(
            Participant(
                name=names.get(row.agent_id, ""),
                agent_id=row.agent_id,
                messages=row.spoken,
                last_at=row.last_at,
            )
            for row in agents
        ),
    )
