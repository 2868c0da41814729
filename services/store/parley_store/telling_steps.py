"""Which events a step of the journal tells. Pure."""

from datetime import datetime

from parley_shared import events as ev
from parley_shared.ids import call_id
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
from parley_shared.models import Turn
from parley_shared.shortening import cut, shorten_arguments

from parley_store.telling import about_turn

ARGUMENTS_LIMIT = 64 * 1024  # bytes of one call's arguments, for viewers


def tell_step(turn: Turn, step: Step, at: datetime) -> list[ev.Durable]:
    """A checkpoint tells nothing; what humans are asked is told when the turn parks."""
    match step:
        case LlmStep():
            return _tell_llm(turn, step, at) if step.state == "done" else []
        case ToolStep():
            return _tell_tool(turn, step, at)
        case SteerStep():
            return [ev.SteerAdded(**about_turn(turn, at), message_id=step.message.id)]
        case CompactStep():
            return [_tell_compacted(turn, step, at)]
        case ChildStep():
            return [_tell_child(turn, step, at)]
        case ApprovalStep() | AskStep():
            return []


def _tell_llm(turn: Turn, step: LlmStep, at: datetime) -> list[ev.Durable]:
    text = ev.TextDone(
        **about_turn(turn, at),
        step=step.n,
        text=cut(step.text),
        reasoning=cut(step.reasoning),
        reasoning_ms=step.reasoning_ms,
    )
    usage = (
        [ev.UsageReported(**about_turn(turn, at), step=step.n, usage=step.usage)]
        if step.usage
        else []
    )
    calls = [
        ev.ToolCalled(
            **about_turn(turn, at),
            step=step.n,
            call_id=call.call_id,
            name=call.name,
            title=call.title,
            arguments=shorten_arguments(call.arguments, ARGUMENTS_LIMIT),
            effect=call.effect,
            source=call.source,
        )
        for call in step.calls
    ]
    return [text, *usage, *calls]


def _tell_tool(turn: Turn, step: ToolStep, at: datetime) -> list[ev.Durable]:
    if step.state == "started":
        return [ev.ToolStarted(**about_turn(turn, at), call_id=step.call_id)]
    finished = ev.ToolFinished(
        **about_turn(turn, at),
        call_id=step.call_id,
        state=step.state,
        summary=step.summary,
        artifacts=step.artifacts,
        duration_ms=step.duration_ms,
    )
    if step.todos is None:
        return [finished]
    return [finished, ev.TodosUpdated(**about_turn(turn, at), todos=step.todos)]


def _tell_compacted(turn: Turn, step: CompactStep, at: datetime) -> ev.Durable:
    return ev.ContextCompacted(
        **about_turn(turn, at),
        from_position=step.from_position,
        to_position=step.to_position,
        tokens_before=step.tokens_before,
        tokens_after=step.tokens_after,
    )


def _tell_child(turn: Turn, step: ChildStep, at: datetime) -> ev.Durable:
    if step.state == "started":
        return ev.SubagentStarted(
            **about_turn(turn, at),
            call_id=call_id(turn.id, step.n, step.i),
            child_thread_id=step.thread_id,
            child_turn_id=step.turn_id,
            child_agent_id=step.agent_id,
        )
    return ev.SubagentFinished(
        **about_turn(turn, at),
        call_id=call_id(turn.id, step.n, step.i),
        child_thread_id=step.thread_id,
        child_turn_id=step.turn_id,
        child_agent_id=step.agent_id,
        summary=cut(step.summary),
        usage=step.usage,
    )
