"""Keeps what was said last in a thread for a chat that begins to look at it."""

from collections.abc import Sequence

from parley_shared.ids import telegram_origin
from parley_shared.models import Message, Thread
from parley_shared.telegram import Recap, Said, recap_key
from sqlalchemy import select

from parley_store.addressing import keep_delivery
from parley_store.agents import find_agent
from parley_store.chat_settings import read_settings
from parley_store.database import Session
from parley_store.history import select_shown
from parley_store.outbox import call
from parley_store.tables import telegram_sendings
from parley_store.telling import about_thread

MOST = 20  # messages
LONGEST = 3_000  # characters of each


async def keep_recap(session: Session, chat: str, thread: Thread) -> None:
    """Nothing where the chat has the newest message already."""
    if not (await read_settings(session, chat)).allowed:
        return
    rows = await session.rows(select_shown(thread.id).limit(MOST))
    new = await _drop_seen(session, chat, [row.body for row in reversed(rows)])
    if not new:
        return
    said = tuple([await _describe(session, message) for message in new])
    recap = Recap(**about_thread(thread.id, session.now), said=said)
    await keep_delivery(session, chat, recap, None)
    await call(session, chat)


async def _drop_seen(session: Session, chat: str, shown: Sequence[Message]) -> Sequence[Message]:
    """Those after the newest that was sent to the chat or written in it."""
    c = telegram_sendings.c
    keys = [key for each in shown for key in (each.id, recap_key(each.id))]
    here = select(c.key).where(c.chat == chat, c.key.in_(keys), c.state == "sent")
    sent = set(await session.values(here))
    for number, message in reversed(list(enumerate(shown, 1))):
        origin = telegram_origin(message.id)
        was_written_here = origin is not None and origin[0] == chat
        if was_written_here or not sent.isdisjoint((message.id, recap_key(message.id))):
            return shown[number:]
    return shown


async def _describe(session: Session, message: Message) -> Said:
    who = message.sender or ""
    if message.role == "assistant" and message.agent_id is not None:
        agent = await find_agent(session, message.agent_id)
        who = agent.name if agent is not None else message.agent_id
    files = (*message.attachments, *message.artifacts)
    return Said(
        message_id=message.id,
        role=message.role,
        who=who,
        text=message.text[:LONGEST],
        files=tuple(file.name for file in files),
    )
