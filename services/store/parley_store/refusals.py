"""Keeps why messages were not taken, so that asking again tells it again."""

from parley_shared.errors import AlreadyExists
from parley_shared.ids import telegram_origin
from parley_shared.models import Refusal
from parley_shared.store import Reject
from sqlalchemy import delete, select

from parley_store.addressing import keep_delivery
from parley_store.database import Session
from parley_store.outbox import call, tell
from parley_store.tables import messages, refusals, threads
from parley_store.telling import tell_rejected


async def reject(session: Session, question: Reject) -> Refusal:
    """Raises AlreadyExists for a message that was taken after all."""
    refusal = question.refusal
    stored = select(messages.c.id).where(messages.c.id == refusal.message_id)
    if await session.value(stored) is not None:
        raise AlreadyExists(f"message {refusal.message_id!r} is stored and can't be refused")
    known = await find_refusal(session, refusal.message_id)
    origin = telegram_origin(refusal.message_id) if question.channel == "telegram" else None
    if known is None and origin is not None:
        chat, reply_to = origin
        await keep_delivery(session, chat, tell_rejected(refusal, session.now), reply_to)
        await call(session, chat)
    return await refuse(session, known or refusal)


async def find_refusal(session: Session, message_id: str) -> Refusal | None:
    known: Refusal | None = await session.value(
        select(refusals.c.body).where(refusals.c.message_id == message_id)
    )
    return known


async def forget_refusal(session: Session, message_id: str) -> None:
    await session.run(delete(refusals).where(refusals.c.message_id == message_id))


async def refuse(session: Session, refusal: Refusal) -> Refusal:
    """Keep it if it is new, and tell it, if there is a thread to tell it in."""
    if await find_refusal(session, refusal.message_id) is None:
        row = {"message_id": refusal.message_id, "thread_id": refusal.thread_id}
        await session.add(refusals, {**row, "at": session.now, "body": refusal})
    here = select(threads.c.id).where(threads.c.id == refusal.thread_id)
    if await session.value(here) is not None:
        await tell(session, refusal.thread_id, [tell_rejected(refusal, session.now)])
    return refusal
