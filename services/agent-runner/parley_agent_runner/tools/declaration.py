"""How a tool is declared: what the model reads of it, what it takes, what it does to the world."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from parley_shared.errors import ParleyError
from parley_shared.facts import fact_of
from parley_shared.models import Arguments, Effect, FileRef, Todo
from parley_shared.runner import ToolSpec
from parley_shared.store import Handoff
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from parley_agent_runner.tools.here import Here

Asks = Literal["never", "ask", "always"]  # "always": no approval of it is remembered


class ToolArguments(BaseModel):
    """What a model may hand over, and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Output:
    text: str  # what the model reads
    origin: str = ""  # who wrote it, if that was nobody here: it is not to be trusted
    artifacts: tuple[FileRef, ...] = ()
    todos: tuple[Todo, ...] | None = None  # the whole list, if it was changed


@dataclass(frozen=True)
class Asked:
    """What a tool asks the person."""

    kind: Literal["single", "multi", "free"]
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the person said; None: nobody did in time."""

    words: tuple[str, ...] | None
    earlier: tuple[tuple[str, ...] | None, ...] = ()  # to what the same call asked before


class PersonNeeded(Exception):
    """Raised by a call that goes on, by its tool's `answered`, once the person has answered."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked.text)
        self.asked = asked


@dataclass(frozen=True)
class Delegated:
    """What another agent is to do meanwhile."""

    agent_id: str
    prompt: str


@dataclass(frozen=True)
class Outcome:
    """How a call went."""

    state: Literal["done", "error"]
    output: Output
    duration_ms: int | None = None


class ToolFailed(ParleyError):
    """The model is told the sentence and may try something else. `origin` as in Output."""

    code = "tool_failed"

    def __init__(self, why: str, *, origin: str = "") -> None:
        super().__init__(why)
        self.origin = origin


async def ask_instead(arguments: ToolArguments, call_id: str) -> Output:
    """Of a tool that has a `question`: nobody calls it."""
    raise ToolFailed("This is asked of a person and can't be run.")


A = TypeVar("A", bound=ToolArguments)


@dataclass(frozen=True)
class Tool(Generic[A]):
    """`run` is given the call's id too: an idempotent tool uses it as its key.

    `resume` goes on with a call that was begun before a fault; only a resumable tool has one.
    """

    name: str
    title: str
    description: str
    effect: Effect
    timeout: float  # seconds
    arguments: type[A]
    run: Callable[[A, str], Awaitable[Output]] = ask_instead
    resume: Callable[[A, str], Awaitable[Output]] | None = None
    question: Callable[[A], Asked] | None = None  # the person's answer is its result
    answered: Callable[[A, str, Answer], Awaitable[Output]] | None = None  # see PersonNeeded
    holds: Callable[[str], bool] | None = None  # whether the call of that id still goes on here
    delegates: Callable[[A], Delegated] | None = None  # another agent's answer is its result
    hands_over: Callable[[A], Handoff] | None = None  # once it has run, the turn ends
    asks: Asks | None = None  # None: as its effect and reach demand
    asks_about: Callable[[A], str | None] | None = None  # of these arguments: why, None if not
    expires_in: int = 7 * 86400  # seconds that a person has to decide
    external: bool = False  # what it is given may leave this machine for anywhere
    source: str = "built-in"
    unavailable: str | None = None  # why it can't be used here
    for_turn: "Callable[[Tool[A], Here], Tool[A]] | None" = None  # it has to know whose turn it is

    def placed(self, here: Here) -> "Tool[A]":
        return self.for_turn(self, here) if self.for_turn else self

    @property
    def is_risky(self) -> bool:
        """Whether a call can't be taken back."""
        return self.effect == "effect" or self.external

    @property
    def policy(self) -> Asks:
        return self.asks or ("ask" if self.is_risky else "never")

    def describe(self) -> ToolSpec:
        return ToolSpec(
            name=self.name,
            title=self.title,
            description=self.description,
            parameters=_without_titles(self.arguments.model_json_schema()),
            effect=self.effect,
            source=self.source,
            asks=self.policy,
            unavailable=self.unavailable,
            unavailable_fact=fact_of(self.unavailable),
        )

    def find_fault(self, arguments: Arguments) -> str | None:
        """What is wrong with the arguments, for the model to mend; None if nothing is."""
        try:
            self.arguments.model_validate(arguments)
        except ValidationError as error:
            faults = (f"{_place(each['loc'])}: {each['msg']}" for each in error.errors())
            return f"The arguments of {self.name} are wrong: {'; '.join(faults)}."
        return None


def runs_here(
    run: Callable[[Here, A, str], Awaitable[Output]],
) -> Callable[[Tool[A], Here], Tool[A]]:
    """A tool's `for_turn` that only has to know where it runs."""
    return lambda tool, here: replace(tool, run=partial(run, here))


AnyTool = Tool[Any]  # tools of every kind of arguments live in one table


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(each) for each in location) or "arguments"


def _without_titles(schema: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Pydantic names every field twice; a model needs it once."""
    properties = schema.get("properties")
    named = properties if isinstance(properties, dict) else {}
    bare: dict[str, JsonValue] = {
        name: {key: each for key, each in field.items() if key != "title"}
        for name, field in named.items()
        if isinstance(field, dict)
    }
    kept = {key: each for key, each in schema.items() if key not in ("title", "description")}
    return {**kept, "properties": bare}
