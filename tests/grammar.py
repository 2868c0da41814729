"""The one order in which a thread's events may come: docs/events.md as a machine that refuses."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from parley_shared.events import DurableEvent

OPEN = {"queued", "running", "parked", "ready"}
WHILE_RUNNING = {
    "usage.reported",
    "steer.added",
    "todos.updated",
    "agent.handoff",
    "subagent.started",
    "context.compacted",
    "model.retrying",
    "model.fallback",
    "question.asked",
}
WHILE_OPEN = {"approval.decided", "question.answered", "message.created"}
ENDS = {
    "turn.finished": {"ready"},
    "turn.failed": OPEN,
    "turn.cancelled": OPEN,
}


class OutOfOrder(AssertionError):
    pass


@dataclass
class TurnSoFar:
    state: str = "new"
    attempt: int = 0
    step: int = -1
    calls: dict[str, str] = field(default_factory=dict)  # call id -> called, started, finished


def check_events(events: Iterable[DurableEvent]) -> dict[str, str]:
    """The state of each turn after `events` of one thread; raises OutOfOrder at a wrong one.

    `seq` counts from 1 without gaps; each turn follows the tree of docs/events.md.
    """
    turns: dict[str, TurnSoFar] = {}
    running: str | None = None
    for expected, event in enumerate(events, start=1):
        if event.seq != expected:
            raise OutOfOrder(f"seq {event.seq} where {expected} was due")
        if event.turn_id is None:
            continue
        turn = turns.setdefault(event.turn_id, TurnSoFar())
        before = turn.state
        _advance(turn, event)
        if event.kind == "turn.started" and running not in (None, event.turn_id):
            raise OutOfOrder(f"{event.turn_id} started while {running} was running")
        if turn.state in ("running", "ready", "parked"):
            running = event.turn_id
        elif before != turn.state and running == event.turn_id:
            running = None
    return {turn_id: turn.state for turn_id, turn in turns.items()}


def _advance(turn: TurnSoFar, event: DurableEvent) -> None:
    kind = event.kind
    if (kind == "message.created" and turn.state == "new") or kind == "turn.queued":
        _require(turn, event, {"new", "queued"})
        turn.state = "queued"
    elif kind == "turn.started":
        _start(turn, event)
    elif kind in ENDS:
        _require(turn, event, ENDS[kind])
        turn.state = "ended"
    elif kind == "message.ready":
        _require(turn, event, {"queued", "running", "parked"})
        turn.state = "ready"
    elif kind in ("turn.parked", "approval.requested"):
        _require(turn, event, {"running"})
        turn.state = "parked" if kind == "turn.parked" else "running"
    elif kind == "subagent.finished":
        _require(turn, event, {"parked"})
    elif kind in WHILE_OPEN:
        _require(turn, event, OPEN)
    else:
        _run(turn, event)


def _start(turn: TurnSoFar, event: DurableEvent) -> None:
    _require(turn, event, {"queued", "running", "parked"})
    attempt = event.attempt or 0
    if attempt < turn.attempt or (turn.state == "running" and attempt == turn.attempt):
        raise OutOfOrder(f"attempt {attempt} of {event.turn_id} after attempt {turn.attempt}")
    turn.state, turn.attempt = "running", attempt


def _run(turn: TurnSoFar, event: DurableEvent) -> None:
    _require(turn, event, {"running", "ready"} if event.kind == "usage.reported" else {"running"})
    if event.kind == "text.done":
        if event.step <= turn.step:
            raise OutOfOrder(f"step {event.step} of {event.turn_id} after step {turn.step}")
        turn.step = event.step
    elif event.kind == "tool.called":
        _move_call(turn, event.call_id, {None}, "called")
    elif event.kind == "tool.started":
        _move_call(turn, event.call_id, {"called"}, "started")
    elif event.kind == "tool.finished":
        _move_call(turn, event.call_id, {"called", "started"}, "finished")
    elif event.kind not in WHILE_RUNNING:
        raise OutOfOrder(f"{event.kind} belongs to no turn")


def _move_call(turn: TurnSoFar, call: str, allowed: set[str | None], to: str) -> None:
    if turn.calls.get(call) not in allowed:
        raise OutOfOrder(f"call {call} is {turn.calls.get(call)} and can't be {to}")
    turn.calls[call] = to


def _require(turn: TurnSoFar, event: DurableEvent, allowed: set[str]) -> None:
    if turn.state not in allowed:
        raise OutOfOrder(
            f"{event.kind} (seq {event.seq}) of {event.turn_id}, which is {turn.state}"
        )
