"""The answer of a turn that has no runner any more: what its viewers saw of it."""

from collections.abc import Sequence

from parley_shared.events import DurableEvent, TextDelta
from parley_shared.ids import answer_id
from parley_shared.journal import CompactStep, LlmStep, Step
from parley_shared.models import Message, Part, StopReason, ToolPart, Usage
from parley_shared.usage import add_usages
from parley_shared.view import apply, initial
from sqlalchemy import select

from parley_store.database import Session
from parley_store.journal import list_steps
from parley_store.rows import KeptTurn
from parley_store.tables import events
from parley_store.turns import NEVER_RAN


async def build_partial(
    session: Session, kept: KeptTurn, stop_reason: StopReason
) -> Message | None:
    """None if nothing was said or done."""
    if kept.turn.attempt == NEVER_RAN:
        return None
    c = events.c
    told = await session.values(
        select(c.body)
        .where(c.thread_id == kept.turn.thread_id, c.seq >= kept.first_seq)
        .where(c.turn_id == kept.turn.id)
        .order_by(c.seq)
    )
    steps = await list_steps(session, kept.turn.id)
    message = replay(told, steps, kept)
    if message is None or not (message.text or message.reasoning or message.parts):
        return None
    parts = tuple(_ended(part) for part in message.parts)
    started = kept.started_at or session.now
    return message.model_copy(
        update={
            "parts": parts,
            "artifacts": tuple(f for p in parts if isinstance(p, ToolPart) for f in p.artifacts),
            "stop_reason": stop_reason,
            "usage": add_usage(steps),
            "duration_ms": round((session.now - started).total_seconds() * 1000),
            "created_at": session.now,
        }
    )


def replay(told: Sequence[DurableEvent], steps: Sequence[Step], kept: KeptTurn) -> Message | None:
    """The streaming message after the turn's events and its last checkpoint."""
    view = initial(kept.turn.thread_id)
    for event in told:
        view = apply(view, event.model_copy(update={"seq": view.seq + 1}))
    checkpoint = next((s for s in reversed(steps) if isinstance(s, LlmStep)), None)
    if checkpoint is not None and checkpoint.state == "started":
        whole = TextDelta(
            thread_id=kept.turn.thread_id,
            turn_id=kept.turn.id,
            attempt=kept.turn.attempt,
            step=checkpoint.n,
            n=0,
            message_id=answer_id(kept.turn.id),
            text=checkpoint.text,
            reasoning=checkpoint.reasoning,
            whole=True,
        )
        view = apply(view, whole)
    return view.streaming_message


def add_usage(steps: Sequence[Step]) -> Usage | None:
    """What the turn's model calls used together; None if that is not known of any."""
    asked = [step for step in steps if isinstance(step, LlmStep | CompactStep)]
    used = [step.usage for step in asked if step.usage]
    lost = [each for step in asked if isinstance(step, LlmStep) for each in step.lost]
    return add_usages([*used, *lost])


def _ended(part: Part) -> Part:
    """A call that has begun may have happened; a sub-agent is stopped with its origin."""
    if isinstance(part, ToolPart) and part.child is not None:
        part = part.model_copy(update={"child": part.child.model_copy(update={"done": True})})
    if isinstance(part, ToolPart) and part.state in ("called", "waiting"):
        return part.model_copy(update={"state": "skipped"})
    if isinstance(part, ToolPart) and part.state == "started":
        return part.model_copy(update={"state": "unknown"})
    return part
