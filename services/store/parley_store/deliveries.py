"""What must reach Telegram chats, in order, and how much of it has."""

from typing import Any

from parley_shared.events import Durable
from parley_shared.facts import retell
from parley_shared.questions import Done
from parley_shared.telegram import (
    Audience,
    EndDelivery,
    FindAudience,
    FindSent,
    GetNextDelivery,
    GetSendings,
    ListWaitingChats,
    MarkSending,
    NextDelivery,
    OutDelivery,
    Sending,
    Sendings,
    Sent,
    TellDelay,
    WaitingChats,
)
from sqlalchemy import Row, func, select

from parley_store.addressing import CHANNEL, find_audience
from parley_store.agents import find_agent
from parley_store.chat_settings import read_settings
from parley_store.database import Session
from parley_store.origins import Origin, find_origin
from parley_store.tables import chats, telegram_deliveries, telegram_sendings
from parley_store.telling_deliveries import tell_delivery
from parley_store.threads import find_thread
from parley_store.turns import find_turn
from parley_store.undelivered import bury_delivery

FAILED = "undelivered"


async def get_next_delivery(session: Session, question: GetNextDelivery) -> NextDelivery:
    c = telegram_deliveries.c
    here = select(telegram_deliveries).where(c.chat == question.chat, c.body.is_not(None))
    row = await session.row(here.order_by(c.id).limit(1))
    return NextDelivery(delivery=await _describe(session, row) if row is not None else None)


async def list_waiting_chats(session: Session, question: ListWaitingChats) -> WaitingChats:
    c = telegram_deliveries.c
    count = func.count().label("waiting")
    here = select(c.chat, count).where(c.body.is_not(None)).group_by(c.chat)
    rows = await session.rows(here.order_by(func.min(c.id)))
    waiting = sum(row.waiting for row in rows)
    return WaitingChats(chats=tuple(row.chat for row in rows), deliveries=waiting)


async def get_sendings(session: Session, question: GetSendings) -> Sendings:
    c = telegram_sendings.c
    here = select(telegram_sendings).where(c.chat == question.chat, c.key == question.key)
    rows = await session.rows(here.order_by(c.part))
    return Sendings(sendings=tuple(Sending.model_validate(row) for row in rows))


async def mark_sending(session: Session, question: MarkSending) -> Done:
    """What was sent stays so, whatever an older question that comes late says."""
    sending = question.sending
    key = {"chat": question.chat, "key": question.key, "part": sending.part}
    new = {"state": sending.state, "external_id": sending.external_id, "at": session.now}
    known = await session.find(telegram_sendings, **key)
    if known is None:
        await session.add(telegram_sendings, {**key, **new, "thread_id": question.thread_id})
    elif known.state != "sent":
        await session.change(telegram_sendings, key, **new)
    return Done()


async def find_sent(session: Session, question: FindSent) -> Sent:
    key = {"chat": question.chat, "external_id": question.external_id}
    row = await session.find(telegram_sendings, **key)
    return Sent() if row is None else Sent(key=row.key, thread_id=row.thread_id)


async def end_delivery(session: Session, question: EndDelivery) -> Done:
    row = await session.find(telegram_deliveries, id=question.delivery_id)
    if row is None or row.body is None:
        return Done()
    await session.change(telegram_deliveries, {"id": row.id}, state=question.state, body=None)
    reason = retell(question.reason, question.fact)
    if question.state == "failed":
        await bury_delivery(session, row, FAILED, reason)
    await tell_delivery(session, row.chat, row.body, question.state, reason)
    return Done()


async def tell_delay(session: Session, question: TellDelay) -> Done:
    row = await session.find(telegram_deliveries, id=question.delivery_id)
    if row is not None and row.body is not None and row.state == "pending":
        await session.change(telegram_deliveries, {"id": row.id}, state="delayed")
        reason = retell(question.reason, question.fact)
        await tell_delivery(session, row.chat, row.body, "delayed", reason)
    return Done()


async def answer_audience(session: Session, question: FindAudience) -> Audience:
    found = await find_audience(session, question.thread_id, question.turn_id)
    return Audience(chats=tuple([await read_settings(session, chat) for chat in found]))


async def _describe(session: Session, row: Row[Any]) -> OutDelivery:
    event: Durable = row.body
    origin = await find_origin(session, event.thread_id, event.turn_id)
    kept = await find_thread(session, origin.thread_id)
    where = {"channel": CHANNEL, "chat": row.chat}
    pointer = await session.find(chats, **where)
    return OutDelivery.model_validate(
        {
            "delivery_id": row.id,
            "chat": row.chat,
            "settings": await read_settings(session, row.chat),
            "event": event,
            "reply_to": row.reply_to,
            "thread_id": origin.thread_id,
            "elsewhere": pointer is not None and pointer.thread_id != origin.thread_id,
            "title": kept.thread.title if kept is not None else "",
            "who": await _name(session, event.agent_id),
            "works_for": await _name_origin(session, event, origin),
        }
    )


async def _name_origin(session: Session, event: Durable, origin: Origin) -> str:
    if origin.turn_id is None or origin.turn_id == event.turn_id:
        return ""
    kept = await find_turn(session, origin.turn_id)
    return await _name(session, kept.turn.agent_id if kept is not None else None)


async def _name(session: Session, agent_id: str | None) -> str:
    agent = await find_agent(session, agent_id) if agent_id else None
    return agent.name if agent is not None else ""
