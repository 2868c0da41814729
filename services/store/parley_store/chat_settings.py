"""How each Telegram chat is set, and whether anything may be told there."""

from parley_shared.telegram import ChatSettings
from sqlalchemy import select

from parley_store.database import Session
from parley_store.tables import telegram_chats


async def read_settings(session: Session, chat: str) -> ChatSettings:
    """A topic that was never set is as its group is."""
    row = await session.find(telegram_chats, chat=chat)
    if row is None and "_" in chat:
        row = await session.find(telegram_chats, chat=chat.split("_")[0])
    if row is None:
        return ChatSettings(chat=chat, is_group=is_group(chat), allowed=not is_group(chat))
    return ChatSettings.model_validate(row).model_copy(update={"chat": chat})


async def keep_settings(session: Session, settings: ChatSettings) -> None:
    new = settings.model_dump(exclude={"chat"})
    if not await session.change(telegram_chats, {"chat": settings.chat}, **new):
        await session.add(telegram_chats, settings.model_dump())
    forget_bound(session)


async def allow_own_chats(session: Session, person_id: str, *, allowed: bool) -> None:
    """The chat of a person with the bot, which has the person's number, and its topics."""
    c = telegram_chats.c
    topics = c.chat.like(f"{person_id}\\_%", escape="\\")
    own = {person_id, *await session.values(select(c.chat).where(topics))}
    for chat in sorted(own):
        settings = await read_settings(session, chat)
        if settings.allowed != allowed:
            await keep_settings(session, settings.model_copy(update={"allowed": allowed}))


def is_group(chat: str) -> bool:
    """Telegram gives groups negative numbers."""
    return chat.startswith("-")


def forget_bound(session: Session) -> None:
    """Which chats look at which threads has changed."""
    session.memory.bound = None
