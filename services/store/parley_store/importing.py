"""Takes in what was said elsewhere: messages of an exported thread, with new ids and no turns."""

from collections.abc import Mapping

from parley_shared.commands import ImportMessages
from parley_shared.errors import AlreadyExists
from parley_shared.events import Durable, MessageCreated, MessageReady
from parley_shared.ids import copy_id
from parley_shared.message_text import check_size
from parley_shared.models import FileRef, Message, Thread
from sqlalchemy import select

from parley_store.agents import find_agent, need_default
from parley_store.checks import check_title
from parley_store.database import Session
from parley_store.file_rows import find_files, use_files
from parley_store.forks import PUBLISHED
from parley_store.outbox import tell
from parley_store.rows import message_columns
from parley_store.tables import messages
from parley_store.telling import about_thread
from parley_store.thread_rows import add_thread
from parley_store.threads import find_thread, need_thread


async def import_messages(session: Session, question: ImportMessages) -> Thread:
    """Again it changes nothing. Raises BadInput, TooLong, ThreadNotFound, AlreadyExists."""
    if await find_thread(session, question.thread_id) is None:
        await add_thread(session, await _begin(session, question))
    kept = await need_thread(session, question.thread_id)
    here = await _find_files(session, question)
    copies = [_copy(each, question.thread_id, here) for each in question.messages]
    ids = [each.id for each in copies]
    known = set(await session.values(select(messages.c.id).where(messages.c.id.in_(ids))))
    fresh = [each for each in copies if each.id not in known]
    if fresh:
        await _check_places(session, question.thread_id, fresh)
        last = max(kept.last_position, *(each.position for each in fresh))
        await _add(session, question.thread_id, fresh, last)
    return (await need_thread(session, question.thread_id)).thread


async def _check_places(session: Session, thread_id: str, fresh: list[Message]) -> None:
    places = [each.position for each in fresh]
    taken = select(messages.c.id).where(
        messages.c.thread_id == thread_id, messages.c.position.in_(places)
    )
    if await session.value(taken.limit(1)) is not None:
        raise AlreadyExists(f"thread {thread_id!r} exists already, with other messages")


async def _begin(session: Session, question: ImportMessages) -> Thread:
    agent = await find_agent(session, question.agent_id) if question.agent_id else None
    return Thread(
        id=question.thread_id,
        title=check_title(question.title),
        agent_id=(agent or await need_default(session)).id,
        created_at=session.now,
        last_activity_at=session.now,
    )


async def _find_files(session: Session, question: ImportMessages) -> Mapping[str, FileRef]:
    """Those of the files that are named and here; the others stayed where the thread came from."""
    return await find_files(session, [f for each in question.messages for f in _files_of(each)])


def _files_of(message: Message) -> tuple[FileRef, ...]:
    return (*message.attachments, *message.artifacts)


def _copy(message: Message, thread_id: str, here: Mapping[str, FileRef]) -> Message:
    check_size(message.text)
    return message.model_copy(
        update={
            "id": copy_id(message.id, thread_id),
            "thread_id": thread_id,
            "turn_id": None,
            "reply_to": copy_id(message.reply_to, thread_id) if message.reply_to else None,
            "attachments": tuple(here[f.id] for f in message.attachments if f.id in here),
            "artifacts": tuple(here[f.id] for f in message.artifacts if f.id in here),
            "deliveries": (),
            "deleted": False,
            "pending": False,
        }
    )


async def _add(session: Session, thread_id: str, fresh: list[Message], last: int) -> None:
    told: list[Durable] = []
    for message in fresh:
        kind = MessageCreated if message.role == "user" else MessageReady
        told.append(kind(**about_thread(thread_id, session.now), message=message))
    quiet = len(fresh) > PUBLISHED
    numbered = await tell(session, thread_id, told, quiet=quiet, changes={"last_position": last})
    rows = [
        message_columns(message) | {"seq": event.seq, "joined": False}
        for message, event in zip(fresh, numbered, strict=True)
    ]
    await session.add(messages, *rows)
    await use_files(session, thread_id, [file for each in fresh for file in _files_of(each)])
