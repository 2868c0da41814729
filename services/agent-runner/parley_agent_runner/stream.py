"""What is asked of a model and what it streams back: the words between a turn and any model."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from parley_shared.errors import ParleyError
from parley_shared.facts import Told
from parley_shared.models import Arguments, Parameters, Usage
from parley_shared.runner import ToolSpec
from pydantic import JsonValue

from parley_agent_runner.chat import ChatMessage


@dataclass(frozen=True)
class Route:
    """Which model is asked, where, and with which secret (its name, never its value)."""

    model: str  # as litellm writes it
    api_base: str | None = None
    api_key: str | None = None

    @property
    def provider(self) -> str:
        return self.model.split("/", 1)[0] if "/" in self.model else "openai"

    @property
    def place(self) -> str:
        """Where it is, in a sentence."""
        return self.api_base or self.provider


@dataclass(frozen=True)
class Facts:
    """What is known of a model beforehand."""

    window: int | None = None  # tokens it can read
    sees_images: bool = False
    prices: tuple[float, float] | None = None  # micro-dollars for a token read and a token written


@dataclass(frozen=True)
class ModelCall:
    route: Route
    messages: tuple[ChatMessage, ...]
    tools: tuple[ToolSpec, ...] = ()
    parameters: Parameters = field(default_factory=Parameters)


@dataclass(frozen=True, slots=True)
class CallPiece:
    """A part of a tool call; providers leave out or repeat everything but the arguments."""

    index: int | None = None
    provider_call_id: str | None = None
    name: str | None = None
    arguments: str | Arguments = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    text: str = ""
    reasoning: str = ""
    blocks: tuple[JsonValue, ...] = ()
    calls: tuple[CallPiece, ...] = ()
    finish: str | None = None
    usage: Usage | None = None


@dataclass(frozen=True)
class Failure:
    """Why a model call failed, as a person may read it."""

    code: str
    text: Told
    again: bool = False  # may work a moment later, or with another model
    wait: float | None = None  # seconds, where the provider said how long


class ModelFailed(ParleyError):
    code = "model_failed"

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


StreamReply = Callable[[ModelCall], AsyncGenerator[Chunk, None]]
FindFacts = Callable[[Route], Facts]
