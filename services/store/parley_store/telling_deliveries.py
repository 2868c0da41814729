"""Tells whoever looks at a thread how its answers fare on their way to a chat."""

from parley_shared.errors import ThreadNotFound
from parley_shared.events import DeliveryUpdated, Durable, MessageReady
from parley_shared.facts import fact_of
from parley_shared.models import Delivery, DeliveryState
from parley_shared.view_parts import with_delivery

from parley_store.addressing import CHANNEL
from parley_store.database import Session
from parley_store.message_rows import change_body, find_message
from parley_store.outbox import tell
from parley_store.telling import about_thread


async def tell_delivery(
    session: Session, chat: str, event: Durable, state: DeliveryState, reason: str
) -> None:
    """Of an answer, which keeps it; about anything else nothing is told."""
    if not isinstance(event, MessageReady):
        return
    delivery = Delivery(
        channel=CHANNEL, chat=chat, state=state, reason=reason, fact=fact_of(reason)
    )
    message = await find_message(session, event.message.id)
    if message is not None:
        await change_body(session, with_delivery(message, delivery))
    updated = DeliveryUpdated(
        **about_thread(event.thread_id, session.now),
        message_id=event.message.id,
        **delivery.model_dump(),
    )
    try:
        await tell(session, event.thread_id, [updated])
    except ThreadNotFound:
        return  # deleted since
