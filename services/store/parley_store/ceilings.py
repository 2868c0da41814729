"""Whether what a day may cost is used up, by one agent or by all together."""

from parley_shared.models import Agent
from parley_shared.store import Ceiling

from parley_store.database import Session
from parley_store.house import begin_of_day, find_daily_limit
from parley_store.usage import sum_cost


async def find_ceiling(session: Session, agent: Agent) -> Ceiling | None:
    """The one that is reached; None while the agent's model may be asked."""
    since = begin_of_day(session)
    own = agent.limits.cost_micros_per_day
    if own is not None and await sum_cost(session, since, agent.id) >= own:
        return Ceiling(of="agent", limit_micros=own)
    limit = await find_daily_limit(session)
    if limit is not None and await sum_cost(session, since) >= limit:
        return Ceiling(of="all", limit_micros=limit)
    return None
