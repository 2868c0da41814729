"""How tokens that are told but not kept grow the streaming message."""

from parley_shared.agent_view import HELD, AgentView, Cursor
from parley_shared.events import Delta, ReasoningDelta, TextDelta, ToolProgress
from parley_shared.models import Message, TextPart, ToolPart

OUTPUT_LIMIT = 8_000  # characters of a tool's live output that are shown


def take(view: AgentView, delta: Delta) -> AgentView:
    """Apply a delta, hold it if the event it follows has not come yet, or drop a late one."""
    if any(message.id == delta.message_id for message in view.visible_messages):
        return view
    if not _is_due(view, delta):
        held = (*view.metadata.held, delta)[-HELD:]
        return _with_metadata(view, held=held)
    turn = view.runtime_context.turn
    if turn is None or delta.attempt < turn.attempt or view.streaming_message is None:
        return view
    if isinstance(delta, ToolProgress):
        return _grow_output(view, view.streaming_message, delta)
    return _grow_text(view, view.streaming_message, delta)


def release_held(view: AgentView) -> AgentView:
    """Try held deltas again, in order, after an event has come."""
    held = view.metadata.held
    if not held:
        return view
    view = _with_metadata(view, held=())
    for delta in held:
        view = take(view, delta)
    return view


def fold_step(message: Message, step: int) -> Message:
    """Move the text of a step that was not the answer in front of what follows it."""
    if not message.text and not message.reasoning:
        return message
    part = TextPart(
        step=step, text=message.text, reasoning=message.reasoning, reasoning_ms=message.reasoning_ms
    )
    empty = {"text": "", "reasoning": "", "reasoning_ms": None}
    return message.model_copy(update={"parts": (*message.parts, part), **empty})


def _is_due(view: AgentView, delta: Delta) -> bool:
    turn = view.runtime_context.turn
    if turn is None or turn.turn_id != delta.turn_id or delta.attempt > turn.attempt:
        return False
    cursor = view.metadata.cursor
    if isinstance(delta, ToolProgress):
        return _has_call(view.streaming_message, delta.call_id)
    return delta.step <= cursor.step or cursor.done


def _has_call(message: Message | None, call_id: str) -> bool:
    parts = message.parts if message else ()
    return any(isinstance(part, ToolPart) and part.call_id == call_id for part in parts)


def _grow_output(view: AgentView, message: Message, delta: ToolProgress) -> AgentView:
    parts = tuple(
        part.model_copy(update={"output": (part.output + delta.text)[-OUTPUT_LIMIT:]})
        if isinstance(part, ToolPart) and part.call_id == delta.call_id
        else part
        for part in message.parts
    )
    return _with_message(view, message.model_copy(update={"parts": parts}))


def _grow_text(view: AgentView, message: Message, delta: TextDelta | ReasoningDelta) -> AgentView:
    cursor = view.metadata.cursor
    if delta.step < cursor.step or (delta.step == cursor.step and cursor.done):
        return view
    if delta.step > cursor.step:
        message = fold_step(message, cursor.step)
        cursor = Cursor(attempt=delta.attempt, step=delta.step, done=False)
    elif delta.attempt > cursor.attempt:
        cursor = Cursor(attempt=delta.attempt, step=delta.step, done=False)
    elif delta.attempt < cursor.attempt or delta.n <= cursor.n:
        return view
    if not delta.whole and (cursor.holed or delta.n != cursor.n + 1):
        return _with_metadata(view, cursor=cursor.model_copy(update={"holed": True}))
    first = cursor.n < 0
    cursor = cursor.model_copy(update={"n": delta.n, "holed": False})
    message = message.model_copy(update=_texts(message, delta, replace=first or delta.whole))
    return _without_notice(_with_message(_with_metadata(view, cursor=cursor), message))


def _texts(
    message: Message, delta: TextDelta | ReasoningDelta, *, replace: bool
) -> dict[str, str | None]:
    """The step's text and reasoning after `delta`; the first delta of an attempt replaces both."""
    text, reasoning = ("", "") if replace else (message.text, message.reasoning)
    if isinstance(delta, ReasoningDelta):
        return {"text": text, "reasoning": reasoning + delta.text}
    return {"text": text + delta.text, "reasoning": reasoning + delta.reasoning}


def _with_message(view: AgentView, message: Message) -> AgentView:
    return view.model_copy(update={"streaming_message": message})


def _with_metadata(view: AgentView, **changes: object) -> AgentView:
    return view.model_copy(update={"metadata": view.metadata.model_copy(update=changes)})


def _without_notice(view: AgentView) -> AgentView:
    if view.runtime_context.notice is None:
        return view
    context = view.runtime_context.model_copy(update={"notice": None})
    return view.model_copy(update={"runtime_context": context})
