"""Keeps what paired people sent to the bot, until it is done, and how their chats are set."""

from datetime import timedelta

from parley_shared.questions import Done
from parley_shared.telegram import (
    ChangeChat,
    ChatList,
    ChatSettings,
    FinishUpdates,
    GetChatSettings,
    HeardUpdate,
    KeepUpdates,
    ListChats,
    ListUpdates,
    MoveChat,
    OpenUpdate,
    OpenUpdates,
    Verdict,
    Verdicts,
)
from sqlalchemy import delete, select, update

from parley_store.addressing import CHANNEL
from parley_store.chat_settings import keep_settings, read_settings
from parley_store.database import Session
from parley_store.pairing import list_paired, note_stranger
from parley_store.tables import (
    chats,
    telegram_chats,
    telegram_deliveries,
    telegram_joined,
    telegram_sendings,
    telegram_updates,
)

KEPT = timedelta(days=30)  # that something done is remembered; Telegram itself forgets after a day
TITLE = 128  # characters of a chat's title
PAGE = 600_000  # bytes of bodies


async def keep_updates(session: Session, question: KeepUpdates) -> Verdicts:
    paired = await list_paired(session)
    verdicts = []
    for heard in question.updates:
        known = heard.vouched or heard.sender in paired
        verdicts.append(await _judge(session, question.bot_id, heard, known))
    return Verdicts(verdicts=tuple(verdicts))


async def list_updates(session: Session, question: ListUpdates) -> OpenUpdates:
    c = telegram_updates.c
    here = select(c.update_id, c.chat, c.body, c.at).where(
        c.bot_id == question.bot_id, c.done.is_(False), c.update_id > question.after
    )
    found: list[OpenUpdate] = []
    size = 0
    for row in await session.rows(here.order_by(c.update_id).limit(200)):
        size += len(row.body.encode())
        if found and size > PAGE:
            break
        found.append(OpenUpdate.model_validate(row))
    return OpenUpdates(updates=tuple(found))


async def finish_updates(session: Session, question: FinishUpdates) -> Done:
    c = telegram_updates.c
    here = (c.bot_id == question.bot_id, c.update_id.in_(question.update_ids))
    await session.run(update(telegram_updates).where(*here).values(done=True, body=""))
    return Done()


async def get_chat_settings(session: Session, question: GetChatSettings) -> ChatSettings:
    return await read_settings(session, question.chat)


async def list_chats(session: Session, question: ListChats) -> ChatList:
    if question.thread_id is not None:
        here = (chats.c.channel == CHANNEL, chats.c.thread_id == question.thread_id)
        looking = await session.values(select(chats.c.chat).where(*here).order_by(chats.c.chat))
        return ChatList(chats=tuple([await read_settings(session, chat) for chat in looking]))
    rows = await session.rows(select(telegram_chats).order_by(telegram_chats.c.chat))
    return ChatList(chats=tuple(ChatSettings.model_validate(row) for row in rows))


async def change_chat(session: Session, question: ChangeChat) -> ChatSettings:
    before = await read_settings(session, question.chat)
    changes = question.change.model_dump(exclude_none=True)
    after = before.model_copy(update=changes)
    await keep_settings(session, after)
    return after


async def move_chat(session: Session, question: MoveChat) -> Done:
    """What the new chat has of its own already stays; again it changes nothing."""
    old, new = question.chat, question.to
    if await session.find(telegram_chats, chat=old) is not None:
        settings = await read_settings(session, old)
        await keep_settings(session, settings.model_copy(update={"chat": new, "paused": ""}))
        await session.run(delete(telegram_chats).where(telegram_chats.c.chat == old))
    where = {"channel": CHANNEL, "chat": new}
    if await session.find(chats, **where) is None:
        await session.change(chats, {"channel": CHANNEL, "chat": old}, chat=new)
    await session.change(telegram_deliveries, {"chat": old}, chat=new)
    return Done()


async def purge_done(session: Session) -> None:
    """What was done or sent long ago."""
    old = session.now - KEPT
    done = (telegram_updates.c.done.is_(True), telegram_updates.c.at <= old)
    await session.run(delete(telegram_updates).where(*done))
    ended = (telegram_deliveries.c.body.is_(None), telegram_deliveries.c.at <= old)
    await session.run(delete(telegram_deliveries).where(*ended))
    for table in (telegram_sendings, telegram_joined):
        await session.run(delete(table).where(table.c.at <= old))


async def _judge(session: Session, bot_id: int, heard: HeardUpdate, known: bool) -> Verdict:
    if not known:
        is_new = await note_stranger(session, heard.sender, heard.name)
        return Verdict(update_id=heard.update_id, state="stranger", is_new_stranger=is_new)
    settings = await read_settings(session, heard.chat)
    is_new = await session.find(telegram_chats, chat=heard.chat) is None
    if is_new or settings.paused:  # new ones too, so that the admin page can offer to open them
        seen = {"paused": "", "title": settings.title or heard.title[:TITLE]}
        if is_new and await _is_first(session, heard.chat):
            seen |= heard.first.model_dump(exclude_none=True)
        settings = settings.model_copy(update=seen)
        await keep_settings(session, settings)
    if not settings.allowed:
        return Verdict(update_id=heard.update_id, state="closed")
    key = {"bot_id": bot_id, "update_id": heard.update_id}
    row = await session.find(telegram_updates, **key)
    if row is None:
        kept = {"chat": heard.chat, "body": heard.body, "done": False, "at": session.now}
        await session.add(telegram_updates, {**key, **kept})
    if row is not None and row.done:
        return Verdict(update_id=heard.update_id, state="done")
    at = session.now if row is None else row.at
    return Verdict(update_id=heard.update_id, state="open", at=at)


async def _is_first(session: Session, chat: str) -> bool:
    """A topic is as its group is, if that was ever seen."""
    return await session.find(telegram_chats, chat=chat.split("_")[0]) is None
