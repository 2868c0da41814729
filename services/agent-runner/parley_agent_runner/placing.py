"""Tells a turn's tools where they are, and lets them ask the store."""

from parley_shared.errors import ParleyError, Stale
from parley_shared.questions import A, Question
from parley_shared.store import Claimed

from parley_agent_runner.tools.declaration import ToolFailed
from parley_agent_runner.tools.here import Ask, Here


def look_around(ask: Ask, claimed: Claimed) -> Here:
    """`ask` may raise what the store refuses; tools hear it as a sentence."""

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
        workspace_id=claimed.thread.id,
        turn_id=claimed.turn.id,
        fence=claimed.fence,
        agent_id=claimed.agent.id,
    )
