"""The one place where events become what people see; mirrored in the browser, same vectors."""

from datetime import datetime

from pydantic import ValidationError

from parley_shared.agent_view import MARKS, AgentView, EventMark, Status
from parley_shared.events import KINDS, Durable, Event, Told, event_adapter
from parley_shared.models import Message, Model
from parley_shared.view_deltas import release_held, take
from parley_shared.view_events import change
from parley_shared.view_parts import put_message


class UnknownEvent(Model):
    """An event of a newer version: counted, not shown."""

    kind: str
    thread_id: str
    seq: int | None = None
    at: datetime | None = None


def read_event(raw: bytes | str) -> Event | UnknownEvent:
    """Raises pydantic's ValidationError if `raw` is no event at all."""
    try:
        return event_adapter.validate_json(raw)
    except ValidationError:
        unknown = UnknownEvent.model_validate_json(raw)
        if unknown.kind in KINDS:
            raise
        return unknown


def initial(thread_id: str) -> AgentView:
    return AgentView(thread_id=thread_id)


def before_turn(view: AgentView, text: str, *, message_id: str, at: datetime) -> AgentView:
    """Show what is being sent at once, trimmed and `pending`; nothing for an empty text."""
    if not text.strip() or any(each.id == message_id for each in view.visible_messages):
        return view
    message = Message(
        id=message_id,
        thread_id=view.thread_id,
        role="user",
        text=text.strip(),
        pending=True,
        created_at=at,
    )
    return view.model_copy(update={"visible_messages": (*view.visible_messages, message)})


def after_turn(view: AgentView, result: Message) -> AgentView:
    """Put the stored answer in, whatever was heard of it before."""
    view = put_message(view, result)
    streaming = view.streaming_message
    if streaming is not None and streaming.id == result.id:
        view = view.model_copy(update={"streaming_message": None})
    return view


def apply(view: AgentView, event: Event | UnknownEvent) -> AgentView:
    """The view after `event`. A repeat changes nothing; a missing one before it sets `gap`."""
    if event.thread_id != view.thread_id:
        return view
    if isinstance(event, Told):
        return take(view, event)
    if not isinstance(event, Durable | UnknownEvent) or event.seq is None:
        return view
    if event.seq <= view.seq:
        return view
    if event.seq != view.seq + 1:
        gap = view.metadata.model_copy(update={"gap": True})
        return view.model_copy(update={"metadata": gap})
    return _with_status(release_held(_step(view, event, event.seq)))


def _step(view: AgentView, event: Event | UnknownEvent, seq: int) -> AgentView:
    if isinstance(event, UnknownEvent):
        count = view.metadata.unknown_kinds + 1
        metadata = view.metadata.model_copy(update={"unknown_kinds": count, "gap": False})
        return view.model_copy(update={"seq": seq, "metadata": metadata})
    assert isinstance(event, Durable)  # narrowed by apply
    mark = EventMark(seq=seq, kind=event.kind, at=event.at)
    metadata = view.metadata.model_copy(update={"gap": False})
    marks = (*view.events, mark)[-MARKS:]
    view = view.model_copy(update={"seq": seq, "events": marks, "metadata": metadata})
    return change(view, event)


def _with_status(view: AgentView) -> AgentView:
    status = _status(view)
    return view if view.status == status else view.model_copy(update={"status": status})


def _status(view: AgentView) -> Status:
    turn = view.runtime_context.turn
    if turn is not None:
        return "interrupted" if turn.state == "parked" else "running"
    if view.runtime_context.queue:
        return "running"
    if view.outcome == "failed":
        return "error"
    return "handoff" if view.outcome == "handoff" else "idle"
