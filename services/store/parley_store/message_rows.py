"""Messages as they are kept: found, changed, marked as deleted."""

from parley_shared.errors import MessageNotFound
from parley_shared.models import Message
from sqlalchemy import bindparam, select

from parley_store.database import Session
from parley_store.rows import message_columns
from parley_store.tables import messages

_FIND = select(messages.c.body).where(messages.c.id == bindparam("message_id"))


async def find_message(session: Session, message_id: str) -> Message | None:
    """Also a deleted one."""
    message: Message | None = await session.value(_FIND, message_id=message_id)
    return message


async def need_message(session: Session, message_id: str) -> Message:
    """Raises MessageNotFound."""
    message = await find_message(session, message_id)
    if message is None or message.deleted:
        raise MessageNotFound(f"message {message_id!r} does not exist")
    return message


async def change_body(session: Session, message: Message) -> None:
    """Of what is neither searched nor sorted by."""
    columns = message_columns(message)
    kept = {name: columns[name] for name in ("body", "size")}
    await session.change(messages, {"id": message.id}, **kept)


async def keep_message(session: Session, message: Message) -> None:
    await session.change(messages, {"id": message.id}, **message_columns(message))
