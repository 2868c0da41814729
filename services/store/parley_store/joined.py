"""Keeps which Telegram messages were taken together as one, so that each can be changed alone."""

from parley_shared.questions import Done
from parley_shared.telegram import FindTogether, Joined, KeepJoined, Together
from sqlalchemy import select

from parley_store.database import Session
from parley_store.tables import telegram_joined


async def keep_joined(session: Session, question: KeepJoined) -> Done:
    for each in question.joined:
        key = {"bot_id": question.bot_id, "chat": question.chat, "number": each.number}
        new = {"message_id": question.message_id, "body": each.body, "at": session.now}
        if not await session.change(telegram_joined, key, **new):
            await session.add(telegram_joined, {**key, **new})
    return Done()


async def find_together(session: Session, question: FindTogether) -> Together:
    key = {"bot_id": question.bot_id, "chat": question.chat, "number": question.number}
    row = await session.find(telegram_joined, **key)
    if row is None:
        return Together()
    c = telegram_joined.c
    here = select(c.number, c.body).where(c.message_id == row.message_id)
    rows = await session.rows(here.order_by(c.number))
    joined = tuple(Joined.model_validate(each) for each in rows)
    return Together(message_id=row.message_id, joined=joined)
