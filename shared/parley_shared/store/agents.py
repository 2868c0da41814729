"""Agents as the store keeps them."""

from parley_shared.models import Agent, Model
from parley_shared.questions import Question


class Agents(Model):
    agents: tuple[Agent, ...]  # by creation


class ListAgents(Question[Agents]):
    verb = "agent.list"
    answer = Agents


class GetAgent(Question[Agent]):
    """Raises AgentNotFound."""

    verb = "agent.get"
    answer = Agent
    agent_id: str


class ChangeNotes(Question[Agent]):
    """Add one of an agent's notes, or drop those of these words; again it changes nothing."""

    verb = "agent.notes"
    answer = Agent
    agent_id: str
    add: str = ""
    drop: str = ""


class SuggestModel(Question[Agent]):
    """Give the default agent this model, unless somebody has ever edited that agent."""

    verb = "agent.suggest"
    answer = Agent
    model: str
    api_base: str | None = None
    api_key: str | None = None
