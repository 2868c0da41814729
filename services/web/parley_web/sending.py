"""A message's first step: checked, and kept by INBOUND before anybody is told that it is."""

import asyncio

from parley_shared import subjects
from parley_shared.bus import Bus
from parley_shared.errors import Unavailable
from parley_shared.frames import Accepted, NewMessage
from parley_shared.inbound import Inbound
from parley_shared.message_text import check_text
from parley_shared.models import Channel
from parley_shared.store import GetMessage, GetThread, MessageState
from parley_shared.wire import new_trace, traced

LOOK_WITHIN = 1.0  # seconds; while the store is away messages are taken without a look


async def send_message(
    bus: Bus, thread_id: str, new: NewMessage, channel: Channel
) -> Accepted | MessageState:
    """`Accepted` once it will survive anything; a known id gives what became of it.

    Raises EmptyMessage, TooLong, ThreadNotFound, Unavailable.
    """
    check_text(new.text, new.attachments)
    state, _ = await asyncio.gather(_find_state(bus, new.id), _check_thread(bus, thread_id))
    if state is not None:
        return state
    inbound = Inbound(
        message_id=new.id,
        channel=channel,
        chat=thread_id,
        thread_id=thread_id,
        **new.model_dump(exclude={"id", "attachments"}),
        attachments=new.attachments,
    )
    with traced(new_trace()):
        await bus.queue(subjects.inbound("web", thread_id), inbound, job_id=new.id)
    return Accepted(message_id=new.id)


async def _find_state(bus: Bus, message_id: str) -> MessageState | None:
    try:
        state = await bus.ask(GetMessage(message_id=message_id), timeout=LOOK_WITHIN)
    except Unavailable:
        return None
    known = state.message or state.refusal
    return state if known else None


async def _check_thread(bus: Bus, thread_id: str) -> None:
    """Raises ThreadNotFound."""
    try:
        await bus.ask(GetThread(thread_id=thread_id), timeout=LOOK_WITHIN)
    except Unavailable:
        return  # the gateway finds out
