"""Which Telegram chats must hear what is told, kept in the transaction that tells it."""

from collections.abc import Sequence

from parley_shared import events as ev
from parley_shared.ids import telegram_origin
from parley_shared.models import Channel
from sqlalchemy import bindparam, or_, select

from parley_store.chat_settings import read_settings
from parley_store.database import Session
from parley_store.origins import find_origin
from parley_store.tables import chats, messages, telegram_chats, telegram_deliveries, turns

CHANNEL: Channel = "telegram"

_BOUND = (
    select(chats.c.thread_id, chats.c.chat)
    .outerjoin(telegram_chats, telegram_chats.c.chat == chats.c.chat)
    .where(
        chats.c.channel == CHANNEL,
        or_(
            telegram_chats.c.chat.is_(None),
            telegram_chats.c.mirror & telegram_chats.c.allowed & (telegram_chats.c.paused == ""),
        ),
    )
    .order_by(chats.c.chat)
)
_SOURCE = select(messages.c.body).where(messages.c.id == bindparam("message_id"))
_ASKED = select(turns.c.message_id).where(turns.c.id == bindparam("turn_id"))


async def address(session: Session, told: Sequence[ev.Durable]) -> list[str]:
    """Keeps a delivery of each event for each chat that must hear it; gives the chats to wake."""
    woken: dict[str, None] = {}
    has_answer = any(isinstance(each, ev.MessageReady) for each in told)
    for event in told:
        if isinstance(event, ev.TurnCancelled) and has_answer:
            continue  # the answer says that it was stopped
        for chat, reply_to in (await _find_chats(session, event)).items():
            await keep_delivery(session, chat, event, reply_to)
            woken[chat] = None
    return list(woken)


async def keep_delivery(
    session: Session, chat: str, event: ev.Durable, reply_to: int | None
) -> None:
    row = {
        "chat": chat,
        "event_id": event.id,
        "reply_to": reply_to,
        "state": "pending",
        "at": session.now,
        "body": event,
    }
    await session.add(telegram_deliveries, row)


async def find_audience(session: Session, thread_id: str, turn_id: str) -> dict[str, int | None]:
    """Where a turn was asked and which chats look at its thread."""
    asked = await session.value(_ASKED, turn_id=turn_id)
    return await find_hearers(session, thread_id, asked)


async def _find_chats(session: Session, event: ev.Durable) -> dict[str, int | None]:
    """The chats, and where it is so, the message in them that the event answers."""
    match event:
        case ev.MessageCreated():
            bound = await _find_bound(session, event.thread_id)
            source = await _find_source(session, event.message.id) if bound else {}
            return dict.fromkeys(chat for chat in bound if chat not in source)
        case ev.TitleChanged():
            bound = await _find_bound(session, event.thread_id)
            return dict.fromkeys(chat for chat in bound if "_" in chat)  # a topic has a name
        case ev.MessageReady():
            asked = event.message.reply_to
        case ev.TurnFailed() | ev.TurnCancelled():
            asked = event.message_id
        case (
            ev.ApprovalRequested()
            | ev.ApprovalDecided()
            | ev.QuestionAsked()
            | ev.QuestionAnswered()
        ):
            origin = await find_origin(session, event.thread_id, event.turn_id)
            return await find_audience(session, origin.thread_id, origin.turn_id or "")
        case _:
            return {}
    return await find_hearers(session, event.thread_id, asked)


async def find_hearers(
    session: Session, thread_id: str, message_id: str | None
) -> dict[str, int | None]:
    """Of an answer: the chats that look at the thread, and the one in which it was asked for."""
    found = await _find_source(session, message_id) if message_id else {}
    return {**dict.fromkeys(await _find_bound(session, thread_id)), **found}


async def _find_source(session: Session, message_id: str) -> dict[str, int | None]:
    """Only of a message that did come from Telegram, for ids are chosen by who sends them, and only
    while anything may be told there."""
    origin = telegram_origin(message_id)
    if origin is None:
        return {}
    message = await session.value(_SOURCE, message_id=message_id)
    if message is not None and message.source != CHANNEL:
        return {}
    settings = await read_settings(session, origin[0])
    return {origin[0]: origin[1]} if settings.allowed else {}


async def _find_bound(session: Session, thread_id: str) -> tuple[str, ...]:
    if session.memory.bound is None:
        bound: dict[str, tuple[str, ...]] = {}
        for row in await session.rows(_BOUND):
            bound[row.thread_id] = (*bound.get(row.thread_id, ()), row.chat)
        session.memory.bound = bound
    return session.memory.bound.get(thread_id, ())
