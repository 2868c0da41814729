"""What the store should do with one thread, in plain dictionaries: what it is compared with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

LEASE = timedelta(seconds=6)
ENDED = ("done", "failed", "cancelled")


@dataclass
class ModelTurn:
    turn_id: str
    message_id: str
    state: str = "queued"
    fence: int = 0
    runner: str = ""
    lease_until: datetime | None = None
    cancel: bool = False
    steps: dict[int, str] = field(default_factory=dict)  # the first text of each step
    answer: str | None = None
    approvals: dict[str, str | None] = field(default_factory=dict)  # who decided what first

    def is_lapsed(self, now: datetime) -> bool:
        return self.lease_until is None or self.lease_until <= now

    def is_held(self, fence: int) -> bool:
        return self.state == "running" and self.fence == fence

    def cancel_now(self) -> None:
        """What was said until then stays, as its answer."""
        self.state = "cancelled"
        if self.steps:
            self.answer = "".join(self.steps.values())


@dataclass
class ModelThread:
    """`said` are the texts of people by message id, in their order."""

    fence: int = 0
    said: dict[str, str] = field(default_factory=dict)
    turns: list[ModelTurn] = field(default_factory=list)

    @property
    def open_turns(self) -> list[ModelTurn]:
        return [turn for turn in self.turns if turn.state not in ENDED]

    @property
    def head(self) -> ModelTurn | None:
        return next(iter(self.open_turns), None)

    @property
    def answers(self) -> list[str]:
        return [turn.answer for turn in self.turns if turn.answer is not None]

    def append(self, message_id: str, text: str, turn_id: str) -> None:
        """The same message again changes nothing."""
        if message_id not in self.said:
            self.said[message_id] = text
            self.turns.append(ModelTurn(turn_id, message_id))

    def claim(self, runner: str, now: datetime) -> str:
        """`claimed`, `busy` or `none`; what was stopped is ended on the way."""
        while (head := self.head) is not None:
            if head.state == "parked":
                return "none"
            if head.state == "running" and not head.is_lapsed(now) and head.runner != runner:
                return "busy"
            if head.cancel:
                head.cancel_now()
                continue
            self.fence += 1
            head.state, head.fence, head.runner = "running", self.fence, runner
            head.lease_until = now + LEASE
            return "claimed"
        return "none"

    def stop(self, turn: ModelTurn, now: datetime) -> None:
        """Who runs it ends it; nobody else is there to end the others."""
        if turn.state == "running" and not turn.is_lapsed(now):
            turn.cancel = True
        elif turn.state not in ENDED:
            turn.cancel_now()

    def park(self, turn: ModelTurn, approval_ids: list[str]) -> None:
        """What was stopped ends instead."""
        if turn.cancel:
            turn.cancel_now()
            return
        turn.state, turn.lease_until = "parked", None
        turn.approvals |= dict.fromkeys(approval_ids)

    def decide(self, turn: ModelTurn, approval_id: str, decision: str) -> str:
        """The first one wins; the last one that is decided lets the turn go on."""
        first = turn.approvals[approval_id]
        if first is not None:
            return first
        turn.approvals[approval_id] = decision
        if turn.state == "parked" and None not in turn.approvals.values():
            turn.state, turn.lease_until = "queued", None
        return decision

    def tick(self, now: datetime) -> None:
        """A turn that was stopped ends when its runner does not come back."""
        head = self.head
        if head is not None and head.state == "running" and head.cancel and head.is_lapsed(now):
            head.cancel_now()
