"""Which thread an outside chat looks at."""

from parley_shared.store import Chat, GetChat, PointChat
from sqlalchemy import select

from parley_store.addressing import CHANNEL
from parley_store.chat_settings import forget_bound
from parley_store.database import Session
from parley_store.recapping import keep_recap
from parley_store.tables import chats, threads
from parley_store.threads import need_thread


async def get_chat(session: Session, question: GetChat) -> Chat:
    """A chat that looks at no thread, or at one that is hidden, says so."""
    here = select(chats.c.thread_id).join(threads, threads.c.id == chats.c.thread_id)
    thread_id = await session.value(
        here.where(
            chats.c.channel == question.channel,
            chats.c.chat == question.chat,
            threads.c.deleted_at.is_(None),
        )
    )
    return Chat(channel=question.channel, chat=question.chat, thread_id=thread_id)


async def point_chat(session: Session, question: PointChat) -> Chat:
    """Who comes to a thread is told what was said last, not who goes on in a copy of their own."""
    thread = (await need_thread(session, question.thread_id)).thread
    key = {"channel": question.channel, "chat": question.chat}
    before = await session.find(chats, **key)
    if not await session.change(chats, key, thread_id=question.thread_id):
        await session.add(chats, question.model_dump())
    forget_bound(session)
    left = before.thread_id if before is not None else None
    if question.channel == CHANNEL and left not in (thread.id, thread.parent_thread_id or ""):
        await keep_recap(session, question.chat, thread)
    return Chat(channel=question.channel, chat=question.chat, thread_id=question.thread_id)
