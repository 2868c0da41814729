"""The agent's message, made from the journal: its last words are the answer, the rest led there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from parley_shared.journal import ApprovalStep, AskStep, ChildStep, LlmStep, ToolCall, ToolStep
from parley_shared.models import (
    Child,
    Decided,
    Decision,
    Message,
    Part,
    StopReason,
    TextPart,
    ToolPart,
    Usage,
)
from parley_shared.store import Claimed

from parley_agent_runner.journal import Journal


@dataclass(frozen=True)
class LastWords:
    text: str = ""
    reasoning: str = ""
    reasoning_ms: int | None = None


def build_answer(
    claimed: Claimed,
    journal: Journal,
    words: LastWords,
    *,
    stop_reason: StopReason,
    usage: Usage | None,
    duration_ms: int,
    at: datetime,
) -> Message:
    asked = next((each for each in claimed.history if each.id == claimed.turn.message_id), None)
    parts = tuple(list_parts(journal))
    return Message(
        id=claimed.answer_id,
        thread_id=claimed.thread.id,
        role="assistant",
        text=words.text,
        reasoning=words.reasoning,
        reasoning_ms=words.reasoning_ms,
        parts=parts,
        source=asked.source if asked else "web",
        agent_id=claimed.agent.id,
        turn_id=claimed.turn.id,
        reply_to=claimed.turn.message_id,
        artifacts=tuple(
            file for part in parts if isinstance(part, ToolPart) for file in part.artifacts
        ),
        stop_reason=stop_reason,
        usage=usage,
        duration_ms=duration_ms,
        created_at=at,
    )


def list_parts(journal: Journal) -> Iterator[Part]:
    """What was said and done in the steps that called tools, in order."""
    for reply in journal.replies():
        if not reply.calls:
            continue
        if reply.text or reply.reasoning:
            yield TextPart(
                step=reply.n,
                text=reply.text,
                reasoning=reply.reasoning,
                reasoning_ms=reply.reasoning_ms,
            )
        for i, call in enumerate(reply.calls):
            yield _tool_part(reply, i, call, journal)


def _tool_part(reply: LlmStep, i: int, call: ToolCall, journal: Journal) -> ToolPart:
    approval = journal.approval(reply.n, i)
    edited = approval.arguments if approval else None
    kept = journal.call(reply.n, i) or _never_begun(reply, i, call)
    return ToolPart(
        step=reply.n,
        call_id=call.call_id,
        name=call.name,
        title=call.title,
        arguments=call.arguments if edited is None else edited,
        effect=call.effect,
        source=call.source,
        state=kept.state,
        summary=kept.summary,
        origin=kept.origin,
        artifacts=kept.artifacts,
        duration_ms=kept.duration_ms,
        approval_id=approval.approval_id if approval else None,
        decided=_decided(approval, journal.answer(reply.n, i)),
        child=_child(journal.child(reply.n, i)),
    )


def _decided(approval: ApprovalStep | None, answer: AskStep | None) -> Decided | None:
    """None as well where an earlier decision was remembered."""
    if answer is not None and answer.state == "done":
        said: Literal["answer", "expired"] = "answer" if answer.surface else "expired"
        return Decided(decision=said, by=answer.by, surface=answer.surface)
    if approval is None or not (approval.surface or approval.expired):
        return None
    return Decided(decision=_decision(approval), by=approval.by, surface=approval.surface)


def _decision(approval: ApprovalStep) -> Decision:
    if approval.expired:
        return "expired"
    if not approval.approved:
        return "deny"
    return "approve" if approval.arguments is None else "approve_edited"


def _child(step: ChildStep | None) -> Child | None:
    if step is None:
        return None
    return Child(
        thread_id=step.thread_id,
        turn_id=step.turn_id,
        agent_id=step.agent_id,
        done=step.state != "started",
        usage=step.usage,
    )


def _never_begun(reply: LlmStep, i: int, call: ToolCall) -> ToolStep:
    return ToolStep(n=reply.n, i=i, state="skipped", call_id=call.call_id, name=call.name)
