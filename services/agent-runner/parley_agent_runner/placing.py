"""Tells a turn's tools where they are, and lets them ask the store."""

from parley_shared.carrying import Ask
from parley_shared.errors import ParleyError, Stale
from parley_shared.questions import A, Question
from parley_shared.store import Claimed, ListAgents

from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.here import Here, Teammate
from parley_agent_runner.tools.team import TEAM_TOOLS

NEED_TEAM = {tool.name for tool in TEAM_TOOLS}


async def look_around(ask: Ask, insist: Ask, claimed: Claimed) -> Here:
    """`ask` is for the tools, which hear a refusal as a sentence; `insist` is not put off."""
    team = await _find_team(insist) if NEED_TEAM & set(claimed.agent.tools) else {}

    async def ask_for_tool(question: Question[A]) -> A:
        try:
            return await ask(question)
        except Stale:
            raise
        except ParleyError as error:
            raise ToolFailed(f"That can't be done: {error}.") from error

    return Here(
        ask=ask_for_tool,
        thread_id=claimed.thread.id,
        workspace_id=claimed.workspace_id or claimed.thread.id,
        turn_id=claimed.turn.id,
        fence=claimed.fence,
        agent_id=claimed.agent.id,
        depth=claimed.turn.depth,
        hops=claimed.turn.hops,
        team=team,
    )


async def _find_team(insist: Ask) -> dict[str, Teammate]:
    """Also itself: a sub-agent may be the same one with a fresh head."""
    agents = (await insist(ListAgents())).agents
    return {each.name: Teammate(each.id, each.description) for each in agents}
