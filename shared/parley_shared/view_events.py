"""How each durable event changes what people see."""

from collections.abc import Callable
from typing import Any

from parley_shared import events as ev
from parley_shared.agent_view import (
    FAILURES,
    AgentView,
    CurrentTurn,
    Cursor,
    FailedAttempt,
    Notice,
    QueuedTurn,
)
from parley_shared.models import Delivery, Message
from parley_shared.view_deltas import fold_step
from parley_shared.view_parts import (
    change_context,
    change_tool,
    put_delivery,
    put_message,
    put_thread,
    touch_thread,
    without_message,
)
from parley_shared.view_tools import (
    answer_question,
    ask_question,
    decide_approval,
    finish_child,
    finish_tool,
    request_approval,
    start_child,
    start_tool,
)

NO_ERROR = {
    "error": None,
    "error_text": None,
    "error_fact": None,
    "error_message_id": None,
    "outcome": None,
}


def change(view: AgentView, event: ev.DurableEvent) -> AgentView:
    """The view after `event`; kinds that change nothing to see leave it as it is."""
    how = CHANGES.get(type(event))
    return how(view, event) if how else view


def _updated(view: AgentView, event: ev.ThreadUpdated) -> AgentView:
    """A thread that is told again after it was deleted has been restored."""
    view = put_thread(view, event.thread)
    return view.model_copy(update={"outcome": None}) if view.outcome == "deleted" else view


def _deleted(view: AgentView, event: ev.ThreadDeleted) -> AgentView:
    return put_thread(view, event.thread).model_copy(update={"outcome": "deleted"})


def _created(view: AgentView, event: ev.MessageCreated) -> AgentView:
    view = touch_thread(put_message(view, event.message), last_activity_at=event.at)
    if event.turn_id is None:
        return view
    return _enqueue(view, event.turn_id, event.message.id, event.agent_id)


def _enqueue(view: AgentView, turn: str, message: str, agent: str | None) -> AgentView:
    queue = _unqueued(view, turn)
    return change_context(
        view, queue=(*queue, QueuedTurn(turn_id=turn, message_id=message, agent_id=agent))
    )


def _unqueued(view: AgentView, turn_id: str | None) -> tuple[QueuedTurn, ...]:
    return tuple(each for each in view.runtime_context.queue if each.turn_id != turn_id)


def _queued(view: AgentView, event: ev.TurnQueued) -> AgentView:
    known = {each.turn_id for each in view.runtime_context.queue}
    if event.turn_id is None or event.turn_id in known:
        return view
    return _enqueue(view, event.turn_id, event.message_id, event.agent_id)


def _edited(view: AgentView, event: ev.MessageUpdated) -> AgentView:
    """One that is not in view stays out of it: it stands before the first that is."""
    known = any(each.id == event.message.id for each in view.visible_messages)
    return put_message(view, event.message) if known else view


def _rejected(view: AgentView, event: ev.MessageRejected) -> AgentView:
    pending = any(each.id == event.message_id and each.pending for each in view.visible_messages)
    return without_message(view, event.message_id) if pending else view


def _started(view: AgentView, event: ev.TurnStarted) -> AgentView:
    turn = CurrentTurn(
        turn_id=event.turn_id or "",
        message_id=event.message_id,
        agent_id=event.agent_id,
        attempt=event.attempt or 1,
        model=event.model,
        started_at=event.at,
    )
    view = change_context(view, turn=turn, queue=_unqueued(view, event.turn_id), notice=None)
    view = view.model_copy(update=NO_ERROR)
    known = view.streaming_message
    if known is not None and known.id == event.answer_id:
        return view
    metadata = view.metadata.model_copy(update={"cursor": Cursor()})
    return view.model_copy(update={"streaming_message": _begun(view, event), "metadata": metadata})


def _begun(view: AgentView, event: ev.TurnStarted) -> Message:
    asked = next((each for each in view.visible_messages if each.id == event.message_id), None)
    return Message(
        id=event.answer_id,
        thread_id=event.thread_id,
        anchor=asked.anchor if asked else 0,
        role="assistant",
        source=asked.source if asked else "web",
        agent_id=event.agent_id,
        turn_id=event.turn_id,
        reply_to=event.message_id,
        created_at=event.at,
    )


def _text_done(view: AgentView, event: ev.TextDone) -> AgentView:
    message = view.streaming_message
    if message is None or event.step < view.metadata.cursor.step:
        return view
    if event.step > view.metadata.cursor.step:
        message = fold_step(message, view.metadata.cursor.step)
    said = {"text": event.text, "reasoning": event.reasoning, "reasoning_ms": event.reasoning_ms}
    cursor = Cursor(attempt=view.metadata.cursor.attempt, step=event.step, done=True)
    metadata = view.metadata.model_copy(update={"cursor": cursor})
    message = message.model_copy(update=said)
    view = view.model_copy(update={"streaming_message": message, "metadata": metadata})
    return change_context(view, notice=None)  # the model has answered


def _steered(view: AgentView, event: ev.SteerAdded) -> AgentView:
    queue = view.runtime_context.queue
    return change_context(view, queue=tuple(e for e in queue if e.message_id != event.message_id))


def _handed_off(view: AgentView, event: ev.AgentHandoff) -> AgentView:
    return view.model_copy(update={"outcome": "handoff", "agent_id": event.to_agent})


def _retrying(view: AgentView, event: ev.ModelRetrying) -> AgentView:
    notice = Notice(kind="retrying", model=event.model, code=event.code, wait_ms=event.wait_ms)
    return change_context(view, notice=notice)


def _fell_back(view: AgentView, event: ev.ModelFallback) -> AgentView:
    notice = Notice(
        kind="fallback", model=event.model, code=event.code, next_model=event.next_model
    )
    return change_context(view, notice=notice)


def _ready(view: AgentView, event: ev.MessageReady) -> AgentView:
    view = touch_thread(put_message(view, event.message), last_activity_at=event.at)
    streaming = view.streaming_message
    if streaming is None or streaming.id != event.message.id:
        return view
    metadata = view.metadata.model_copy(update={"cursor": Cursor()})
    return view.model_copy(update={"streaming_message": None, "metadata": metadata})


def _parked(view: AgentView, event: ev.TurnParked) -> AgentView:
    """While sub-agents work nobody is waited for."""
    turn = view.runtime_context.turn
    if turn is None or turn.turn_id != event.turn_id or event.reason == "subagents":
        return view
    return change_context(view, turn=turn.model_copy(update={"state": "parked"}))


def _ended(view: AgentView, turn_id: str | None, **outcome: object) -> AgentView:
    """A turn is over: whatever belonged to it goes; a queued one only leaves the queue."""
    context = view.runtime_context
    if context.turn is None or context.turn.turn_id != turn_id:
        return change_context(view, queue=_unqueued(view, turn_id))
    view = change_context(
        view,
        turn=None,
        queue=_unqueued(view, turn_id),
        approvals=tuple(each for each in context.approvals if each.turn_id != turn_id),
        questions=tuple(each for each in context.questions if each.turn_id != turn_id),
        notice=None,
    )
    metadata = view.metadata.model_copy(update={"cursor": Cursor(), "held": ()})
    return view.model_copy(update={"streaming_message": None, "metadata": metadata, **outcome})


def _finished(view: AgentView, event: ev.TurnFinished) -> AgentView:
    outcome = "handoff" if view.outcome == "handoff" else "done"
    view = _ended(view, event.turn_id, outcome=outcome)
    thread, usage = view.runtime_context.thread, event.usage
    if thread is None or usage is None:
        return view
    return touch_thread(
        view,
        total_tokens=thread.total_tokens + usage.input_tokens + usage.output_tokens,
        cost_micros=thread.cost_micros + (usage.cost_micros or 0),
    )


def _failed(view: AgentView, event: ev.TurnFailed) -> AgentView:
    turn = view.runtime_context.turn
    failed = FailedAttempt(
        turn_id=event.turn_id or "",
        message_id=event.message_id,
        agent_id=event.agent_id,
        code=event.code,
        text=event.text,
        fact=event.fact,
        at=event.at,
    )
    view = view.model_copy(update={"failures": (*view.failures, failed)[-FAILURES:]})
    return _ended(
        view,
        event.turn_id,
        outcome="failed",
        error=event.code,
        error_text=event.text,
        error_fact=event.fact,
        error_message_id=turn.message_id if turn else None,
    )


def _cancelled(view: AgentView, event: ev.TurnCancelled) -> AgentView:
    return _ended(view, event.turn_id, outcome="cancelled")


def _delivered(view: AgentView, event: ev.DeliveryUpdated) -> AgentView:
    delivery = Delivery(
        channel=event.channel,
        chat=event.chat,
        state=event.state,
        reason=event.reason,
        fact=event.fact,
    )
    return put_delivery(view, event.message_id, delivery)


CHANGES: dict[type[ev.Durable], Callable[[AgentView, Any], AgentView]] = {  # one event type each
    ev.ThreadCreated: lambda view, event: put_thread(view, event.thread),
    ev.ThreadUpdated: _updated,
    ev.ThreadDeleted: _deleted,
    ev.MessageCreated: _created,
    ev.MessageUpdated: _edited,
    ev.MessageDeleted: lambda view, event: without_message(view, event.message_id),
    ev.MessageRejected: _rejected,
    ev.TurnQueued: _queued,
    ev.TurnStarted: _started,
    ev.TextDone: _text_done,
    ev.ToolCalled: start_tool,
    ev.ToolStarted: lambda view, event: change_tool(view, event.call_id, state="started"),
    ev.ToolFinished: finish_tool,
    ev.ApprovalRequested: request_approval,
    ev.ApprovalDecided: decide_approval,
    ev.QuestionAsked: ask_question,
    ev.QuestionAnswered: answer_question,
    ev.SteerAdded: _steered,
    ev.TodosUpdated: lambda view, event: change_context(view, todos=event.todos),
    ev.AgentHandoff: _handed_off,
    ev.SubagentStarted: start_child,
    ev.SubagentFinished: finish_child,
    ev.ModelRetrying: _retrying,
    ev.ModelFallback: _fell_back,
    ev.MessageReady: _ready,
    ev.TurnParked: _parked,
    ev.TurnFinished: _finished,
    ev.TurnFailed: _failed,
    ev.TurnCancelled: _cancelled,
    ev.DeliveryUpdated: _delivered,
    ev.TitleChanged: lambda view, event: touch_thread(view, title=event.title),
}
