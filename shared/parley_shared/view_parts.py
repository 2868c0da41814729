"""The small changes that events make to a view; each gives a new view and leaves the old one."""

from parley_shared.agent_view import AgentView, RuntimeContext
from parley_shared.models import Delivery, Message, Thread, ToolPart


def put_message(view: AgentView, message: Message) -> AgentView:
    """Insert or replace by id, in the order shown; pending ones last."""
    others = [each for each in view.visible_messages if each.id != message.id]
    messages = sorted([*others, message], key=_place)
    return view.model_copy(update={"visible_messages": tuple(messages)})


def _place(message: Message) -> tuple[bool, int, int]:
    return (message.pending, message.anchor, message.position)


def change_context(view: AgentView, **changes: object) -> AgentView:
    context: RuntimeContext = view.runtime_context.model_copy(update=changes)
    return view.model_copy(update={"runtime_context": context})


def put_thread(view: AgentView, thread: Thread) -> AgentView:
    return change_context(view, thread=thread).model_copy(update={"agent_id": thread.agent_id})


def touch_thread(view: AgentView, **changes: object) -> AgentView:
    """Change fields of the thread, if the view knows it."""
    thread = view.runtime_context.thread
    return change_context(view, thread=thread.model_copy(update=changes)) if thread else view


def without_message(view: AgentView, message_id: str) -> AgentView:
    left = tuple(each for each in view.visible_messages if each.id != message_id)
    return view.model_copy(update={"visible_messages": left})


def put_delivery(view: AgentView, message_id: str, delivery: Delivery) -> AgentView:
    """At its message, in place of what was known of the same chat."""
    messages = tuple(
        with_delivery(each, delivery) if each.id == message_id else each
        for each in view.visible_messages
    )
    return view.model_copy(update={"visible_messages": messages})


def with_delivery(message: Message, delivery: Delivery) -> Message:
    def place(known: Delivery) -> tuple[str, str]:
        return (known.channel, known.chat)

    known = {place(each): each for each in message.deliveries}
    known[place(delivery)] = delivery
    return message.model_copy(update={"deliveries": tuple(known.values())})


def find_call(message: Message, call_id: str) -> ToolPart | None:
    tools = (part for part in message.parts if isinstance(part, ToolPart))
    return next((part for part in tools if part.call_id == call_id), None)


def change_tool(view: AgentView, call_id: str, **changes: object) -> AgentView:
    message = view.streaming_message
    known = find_call(message, call_id) if message else None
    if message is None or known is None:
        return view
    new = known.model_copy(update=changes)
    parts = tuple(new if part is known else part for part in message.parts)
    return view.model_copy(
        update={"streaming_message": message.model_copy(update={"parts": parts})}
    )
