"""What has not reached its Telegram chat: listed while it waits, let go, buried when it failed."""

from typing import Any

from parley_shared.dead_letters import DeadDelivery, DeadLetter
from parley_shared.errors import BadInput
from parley_shared.events import Durable, MessageReady
from parley_shared.facts import fact_of, phrase
from parley_shared.ids import dead_letter_id
from parley_shared.questions import Done
from parley_shared.telegram import (
    DropDelivery,
    HurryDelivery,
    ListWaiting,
    Waiting,
    WaitingPage,
)
from sqlalchemy import Row, select

from parley_store.chat_settings import read_settings
from parley_store.database import Session
from parley_store.dead_letters import keep_letter
from parley_store.outbox import call
from parley_store.tables import telegram_deliveries
from parley_store.telling_deliveries import tell_delivery
from parley_store.threads import find_thread

LET_GO = phrase("delivery_let_go", "A person has let it go.")


async def list_waiting(session: Session, question: ListWaiting) -> WaitingPage:
    """Raises BadInput for a cursor that no page gave."""
    c = telegram_deliveries.c
    here = select(telegram_deliveries).where(c.body.is_not(None))
    if question.after is not None:
        here = here.where(c.id > _read_cursor(question.after))
    rows = await session.rows(here.order_by(c.id).limit(question.limit + 1))
    page = rows[: question.limit]
    more = len(rows) > question.limit
    return WaitingPage(
        items=tuple([await _describe(session, row) for row in page]),
        next=str(page[-1].id) if more else None,
    )


async def hurry_delivery(session: Session, question: HurryDelivery) -> Done:
    row = await session.find(telegram_deliveries, id=question.delivery_id)
    if row is not None and row.body is not None:
        await call(session, row.chat)
    return Done()


async def drop_delivery(session: Session, question: DropDelivery) -> Done:
    row = await session.find(telegram_deliveries, id=question.delivery_id)
    if row is not None and row.body is not None:
        await session.change(telegram_deliveries, {"id": row.id}, state="dropped", body=None)
        await tell_delivery(session, row.chat, row.body, "failed", LET_GO)
    return Done()


async def bury_delivery(session: Session, row: Row[Any], code: str, reason: str) -> None:
    """A person may send it again; buried again it keeps its first reason."""
    event: Durable = row.body
    about = DeadDelivery(
        channel="telegram",
        chat=row.chat,
        thread_id=event.thread_id,
        message_id=event.message.id if isinstance(event, MessageReady) else None,
        delivery_id=row.id,
        event=event.model_dump_json(),
    )
    letter_id = dead_letter_id(f"{row.chat}/{event.id}")
    letter = DeadLetter(
        id=letter_id,
        at=session.now,
        code=code,
        reason=reason,
        fact=fact_of(reason),
        about=about,
    )
    await keep_letter(session, letter)


async def _describe(session: Session, row: Row[Any]) -> Waiting:
    event: Durable = row.body
    settings = await read_settings(session, row.chat)
    kept = await find_thread(session, event.thread_id)
    return Waiting(
        delivery_id=row.id,
        chat=row.chat,
        chat_title=settings.title,
        paused=settings.paused,
        kind=event.kind,
        thread_id=event.thread_id,
        thread_title=kept.thread.title if kept is not None else "",
        state=row.state,
        at=row.at,
    )


def _read_cursor(cursor: str) -> int:
    if not cursor.isdecimal() or len(cursor) > 18:
        raise BadInput(f"{cursor[:40]!r} is no cursor of this list")
    return int(cursor)
