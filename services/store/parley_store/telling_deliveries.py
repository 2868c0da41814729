"""Tells whoever looks at a thread how its answers fare on their way to a chat."""

from typing import Literal

from parley_shared.errors import ThreadNotFound
from parley_shared.events import DeliveryUpdated, Durable, MessageReady

from parley_store.database import Session
from parley_store.outbox import tell
from parley_store.telling import about_thread

State = Literal["pending", "sent", "delayed", "failed", "unknown_after_send"]


async def tell_delivery(session: Session, event: Durable, state: State, reason: str) -> None:
    """Of an answer; about anything else nothing is told."""
    if not isinstance(event, MessageReady):
        return
    updated = DeliveryUpdated(
        **about_thread(event.thread_id, session.now),
        message_id=event.message.id,
        channel="telegram",
        state=state,
        reason=reason,
    )
    try:
        await tell(session, event.thread_id, [updated])
    except ThreadNotFound:
        return  # deleted since
