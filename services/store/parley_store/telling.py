"""Which events a change tells. Pure: they are numbered when they are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from parley_shared import events as ev
from parley_shared.ids import answer_id, uuid7
from parley_shared.models import Approval, Message, Query, Refusal, Thread, Turn, Usage

NOT_NUMBERED = 0


class About(TypedDict):
    """The envelope of a durable event."""

    id: str
    thread_id: str
    seq: int
    at: datetime
    turn_id: str | None
    agent_id: str | None
    attempt: int | None


def about_thread(thread_id: str, at: datetime) -> About:
    return About(
        id=uuid7(),
        thread_id=thread_id,
        seq=NOT_NUMBERED,
        at=at,
        turn_id=None,
        agent_id=None,
        attempt=None,
    )


def about_turn(turn: Turn, at: datetime) -> About:
    return About(
        id=uuid7(),
        thread_id=turn.thread_id,
        seq=NOT_NUMBERED,
        at=at,
        turn_id=turn.id,
        agent_id=turn.agent_id,
        attempt=turn.attempt or None,
    )


def tell_changed(before: Thread, after: Thread, at: datetime) -> list[ev.Durable]:
    """A title tells itself, everything else tells the whole thread."""
    told: list[ev.Durable] = []
    if after.title != before.title:
        told.append(tell_title(after, at))
    if after != before.model_copy(update={"title": after.title}):
        told.append(ev.ThreadUpdated(**about_thread(after.id, at), thread=after))
    return told


def tell_title(thread: Thread, at: datetime) -> ev.TitleChanged:
    return ev.TitleChanged(**about_thread(thread.id, at), title=thread.title)


def tell_message(
    message: Message, turn: Turn | None, behind: int, at: datetime
) -> list[ev.Durable]:
    """`behind`: turns that run before its own."""
    if turn is None:
        return [ev.MessageCreated(**about_thread(message.thread_id, at), message=message)]
    created = ev.MessageCreated(**about_turn(turn, at), message=message)
    return [created, tell_queued(turn, behind, at)] if behind else [created]


def tell_queued(turn: Turn, behind: int, at: datetime) -> ev.TurnQueued:
    return ev.TurnQueued(**about_turn(turn, at), message_id=turn.message_id, position=behind + 1)


def tell_rejected(refusal: Refusal, at: datetime) -> ev.MessageRejected:
    return ev.MessageRejected(
        **about_thread(refusal.thread_id, at),
        message_id=refusal.message_id,
        code=refusal.code,
        reason=refusal.reason,
        fact=refusal.fact,
        retryable=refusal.retryable,
    )


def tell_started(turn: Turn, model: str, at: datetime) -> ev.TurnStarted:
    return ev.TurnStarted(
        **about_turn(turn, at),
        message_id=turn.message_id,
        answer_id=answer_id(turn.id),
        runner=turn.runner or "",
        model=model,
    )


def tell_parked(
    turn: Turn, approvals: Sequence[Approval], queries: Sequence[Query], reason: str, at: datetime
) -> list[ev.Durable]:
    return [
        *(ev.ApprovalRequested(**about_turn(turn, at), approval=each) for each in approvals),
        *(ev.QuestionAsked(**about_turn(turn, at), question=each) for each in queries),
        ev.TurnParked(**about_turn(turn, at), reason=reason),
    ]


def tell_decided(turn: Turn, approval: Approval, at: datetime) -> ev.ApprovalDecided:
    assert approval.decision is not None  # only called for decided ones
    return ev.ApprovalDecided(
        **about_turn(turn, at),
        approval_id=approval.id,
        call_id=approval.call_id,
        decision=approval.decision,
        arguments=approval.edited_arguments,
        reason=approval.deny_reason,
        by=approval.by,
        surface=approval.surface,
        remembered=approval.remembered,
    )


def tell_answered(turn: Turn, query: Query, at: datetime) -> ev.QuestionAnswered:
    return ev.QuestionAnswered(
        **about_turn(turn, at),
        question_id=query.id,
        answer=query.answer or (),
        by=query.by,
        surface=query.surface,
    )


def tell_ended(
    turn: Turn, *, usage: Usage | None, duration_ms: int | None, reason: str, at: datetime
) -> ev.Durable:
    """`turn` is in its end state."""
    if turn.state == "done":
        return ev.TurnFinished(**about_turn(turn, at), usage=usage, duration_ms=duration_ms)
    if turn.state == "cancelled":
        return ev.TurnCancelled(**about_turn(turn, at), reason=reason, message_id=turn.message_id)
    assert turn.error is not None  # a failed turn says why
    return ev.TurnFailed(
        **about_turn(turn, at),
        code=turn.error.code,
        text=turn.error.text,
        fact=turn.error.fact,
        retryable=turn.error.retryable,
        message_id=turn.message_id,
    )
