"""A person says what became of a tool call, or has its agent try it once more."""

from parley_shared.commands import RetryCall, SettleCall
from parley_shared.errors import AlreadyDecided, CallNotFound
from parley_shared.events import MessageUpdated
from parley_shared.ids import copy_id
from parley_shared.models import Message, ToolPart
from parley_shared.store import Append

from parley_store.compactions import forget_compaction
from parley_store.database import Session
from parley_store.message_rows import keep_message, need_message
from parley_store.messages import append
from parley_store.outbox import tell
from parley_store.telling import about_thread

HAPPENED = "{who} says that it has happened."
DID_NOT = "{who} says that it did not happen."
AGAIN = "The call “{title}” did not happen. Please do it again."
RETRY = "The call “{title}” failed. Please try it again."


async def settle_call(session: Session, question: SettleCall) -> Message:
    """The message with the call in it. The same again changes nothing.

    A call that did not happen is not repeated behind anybody's back: the agent is asked for it.
    Raises MessageNotFound, CallNotFound, AlreadyDecided, and what keeps a message from being taken.
    """
    message = await need_message(session, question.message_id)
    part = _find_call(message, question.call_id)
    settled = _settle(part, question)
    if part.state == "unknown":
        message = await _keep_settled(session, message, settled)
        if not question.happened:
            words = question.text or AGAIN.format(title=settled.title)
            await _ask_again(session, message, words, question)
    elif part.summary != settled.summary:
        raise AlreadyDecided(f"call {part.call_id!r} is {part.state}: {part.summary}")
    return message


async def retry_call(session: Session, question: RetryCall) -> Message:
    """As settle_call asks for one that did not happen: by a message, and once.

    Raises MessageNotFound, CallNotFound, AlreadyDecided, and what keeps a message from being taken.
    """
    message = await need_message(session, question.message_id)
    part = _find_call(message, question.call_id)
    if part.state != "error":
        raise AlreadyDecided(f"call {part.call_id!r} is {part.state} and did not fail")
    return await _ask_again(session, message, RETRY.format(title=part.title), question)


def _find_call(message: Message, call_id: str) -> ToolPart:
    for part in message.parts:
        if part.kind == "tool" and part.call_id == call_id:
            return part
    raise CallNotFound(f"message {message.id!r} holds no call {call_id!r}")


def _settle(part: ToolPart, question: SettleCall) -> ToolPart:
    said = HAPPENED if question.happened else DID_NOT
    return part.model_copy(
        update={
            "state": "done" if question.happened else "error",
            "summary": said.format(who=question.by or "Somebody"),
        }
    )


async def _keep_settled(session: Session, message: Message, settled: ToolPart) -> Message:
    parts = tuple(
        settled if part.kind == "tool" and part.call_id == settled.call_id else part
        for part in message.parts
    )
    changed = message.model_copy(update={"parts": parts})
    await keep_message(session, changed)
    await forget_compaction(session, changed)
    updated = MessageUpdated(**about_thread(changed.thread_id, session.now), message=changed)
    await tell(session, changed.thread_id, [updated])
    return changed


async def _ask_again(
    session: Session, message: Message, words: str, question: SettleCall | RetryCall
) -> Message:
    asked = Message(
        id=copy_id(question.call_id, message.id),
        thread_id=message.thread_id,
        role="user",
        text=words,
        source=question.surface,
        agent_id=message.agent_id,
        created_at=session.now,
    )
    appended = await append(session, Append(message=asked, agent_id=message.agent_id))
    return appended.message or asked
