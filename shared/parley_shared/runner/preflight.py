"""What a model would be sent, without sending it."""

from pydantic import JsonValue

from parley_shared.models import Model, Parameters
from parley_shared.questions import Question
from parley_shared.runner.tools import ToolSpec


class Preflight(Model):
    """What would be sent to the model now."""

    model: str
    api_base: str | None = None
    fallbacks: tuple[str, ...] = ()
    messages: tuple[dict[str, JsonValue], ...]
    left_out: int = 0  # messages that are sent too and are not shown, for there are too many
    tools: tuple[ToolSpec, ...] = ()
    parameters: Parameters
    tokens: int  # estimated
    context_window: int | None = None  # tokens
    hooks: tuple[str, ...] = ()  # names of those that may change it: only a real call asks them


class GetPreflight(Question[Preflight]):
    """The exact prompt and tools if the agent was asked `text` now; no model is called.

    Raises AgentNotFound, ThreadNotFound.
    """

    service = "runner"
    verb = "preflight.get"
    answer = Preflight
    agent_id: str
    thread_id: str | None = None
    text: str = ""
