"""A turn's journal as far as the runner knows it: read to go on, written before going on."""

from collections.abc import Awaitable, Callable, Iterable

from parley_shared.journal import (
    ApprovalStep,
    AskStep,
    ChildStep,
    CompactStep,
    LlmStep,
    SteerStep,
    Step,
    ToolStep,
)
from parley_shared.models import Message, Usage
from parley_shared.store import Ceiling, Kept

KeepStep = Callable[[Step], Awaitable[Kept]]
Place = tuple[int, int]  # step n, call i


class Journal:
    def __init__(
        self, steps: Iterable[Step], keep: KeepStep, ceiling: Ceiling | None = None
    ) -> None:
        self._keep = keep
        self.ceiling = ceiling  # a day's cost limit that is used up
        self.tools: tuple[str, ...] | None = None  # the agent's after the newest reply, if told
        self._models: dict[int, LlmStep] = {}
        self._calls: dict[Place, ToolStep] = {}
        self._approvals: dict[Place, ApprovalStep] = {}
        self._answers: dict[Place, AskStep] = {}
        self._children: dict[Place, ChildStep] = {}
        self._steers: dict[Place, SteerStep] = {}
        self._compactions: dict[Place, CompactStep] = {}
        self._waiting: tuple[Message, ...] = ()
        self.learn(steps)

    async def keep(self, step: Step) -> None:
        """Write `step`; where the journal already holds a result, that one counts."""
        kept = await self._keep(step)
        self._waiting = kept.steers
        self.ceiling = kept.ceiling or self.ceiling
        self.tools = self.tools if kept.tools is None else kept.tools
        self.learn([kept.step or step])

    def learn(self, steps: Iterable[Step]) -> None:
        for step in steps:
            match step:
                case LlmStep():
                    self._models[step.n] = step
                case ToolStep():
                    self._calls[step.n, step.i] = step
                case ApprovalStep() | AskStep() | ChildStep():
                    self._learn_waited(step)
                case SteerStep():
                    self._steers[step.n, step.i] = step
                case CompactStep():
                    self._compactions[step.n, step.i] = step

    def _learn_waited(self, step: ApprovalStep | AskStep | ChildStep) -> None:
        """What the turn parked for."""
        match step:
            case ApprovalStep():
                self._approvals[step.n, step.i] = step
            case AskStep():
                self._answers[step.n, step.i] = step
            case ChildStep():
                self._children[step.n, step.i] = step

    def reply(self, n: int) -> LlmStep | None:
        """Model call `n`, if it came to its end."""
        step = self._models.get(n)
        return step if step is not None and step.state == "done" else None

    def replies(self) -> list[LlmStep]:
        return [step for _, step in sorted(self._models.items()) if step.state == "done"]

    def checkpoint(self, n: int) -> LlmStep | None:
        """How far model call `n` had come when it was last written down."""
        return self._models.get(n)

    def call(self, n: int, i: int) -> ToolStep | None:
        return self._calls.get((n, i))

    def result(self, n: int, i: int) -> ToolStep | None:
        step = self.call(n, i)
        return None if step is None or step.state == "started" else step

    def called(self) -> frozenset[str]:
        """Names of the tools that were called."""
        return frozenset(step.name for step in self._calls.values())

    def approval(self, n: int, i: int) -> ApprovalStep | None:
        return self._approvals.get((n, i))

    def answer(self, n: int, i: int) -> AskStep | None:
        """Of the person, to what call `i` asked; until it is `done` there is none."""
        return self._answers.get((n, i))

    def child(self, n: int, i: int) -> ChildStep | None:
        """The sub-agent that works for call `i`; until it is `done` or an `error` it does."""
        return self._children.get((n, i))

    def children(self) -> list[ChildStep]:
        return [step for _, step in sorted(self._children.items())]

    def steers(self, n: int) -> list[SteerStep]:
        return [step for place, step in sorted(self._steers.items()) if place[0] == n]

    def steered(self) -> list[Message]:
        """All that joined the turn so far."""
        return [step.message for _, step in sorted(self._steers.items())]

    def compaction(self) -> CompactStep | None:
        """The newest summary of the thread that was made in this turn."""
        return self._compactions[max(self._compactions)] if self._compactions else None

    def compactions(self) -> list[CompactStep]:
        return [step for _, step in sorted(self._compactions.items())]

    def used(self) -> list[Usage]:
        """By each model call of this turn, also by those that were lost."""
        summed_up = [step.usage for step in self.compactions()]
        asked = [step.usage for step in self.replies()]
        lost = [each for step in self._models.values() for each in step.lost]
        return [*(each for each in (*summed_up, *asked) if each is not None), *lost]

    def waiting_steers(self) -> list[Message]:
        """Messages that want to join the turn and have not yet."""
        joined = {step.message.id for step in self._steers.values()}
        return [message for message in self._waiting if message.id not in joined]
