"""Changes what was said: edited, with the original kept; deleted; taken back."""

from parley_shared.commands import DeleteMessage, EditMessage, WithdrawTurn
from parley_shared.errors import AlreadyRuns, BadInput, MessageNotFound, TurnNotFound
from parley_shared.events import Durable, MessageDeleted, MessageUpdated
from parley_shared.facts import phrase
from parley_shared.message_text import check_text
from parley_shared.models import Message, Turn
from sqlalchemy import select

from parley_store.checks import check_id
from parley_store.compactions import forget_compaction
from parley_store.database import Session
from parley_store.ending import ENDED, cancel_now, stop_turn
from parley_store.message_rows import find_message, keep_message, need_message
from parley_store.outbox import tell
from parley_store.retrying import queue_again
from parley_store.rows import KeptTurn
from parley_store.steers import stop_waiting
from parley_store.tables import message_versions, messages
from parley_store.telling import about_thread
from parley_store.threads import need_thread
from parley_store.turns import NEVER_RAN, find_turn, list_turns_of

WITHDRAWN = "withdrawn"


async def edit_message(session: Session, question: EditMessage) -> Message:
    """The same edit again changes nothing; what still waits, as a turn or to join one, is answered
    in the new words.

    Raises MessageNotFound, EmptyMessage, TooLong.
    """
    check_id("edit id", question.edit_id)
    message = await need_message(session, question.message_id)
    check_text(question.text, message.attachments)
    if message.role != "user":
        raise BadInput(phrase("not_editable", "only what a person said can be edited"))
    await need_thread(session, message.thread_id)
    version = {"message_id": message.id, "edit_id": question.edit_id}
    if await session.find(message_versions, **version) is not None:
        return message
    before = {"text": message.text, "edited_at": session.now}
    await session.add(message_versions, {**version, **before})
    edited = message.model_copy(update={"text": question.text.strip(), "edited": True})
    await keep_message(session, edited)
    await forget_compaction(session, edited)
    told: list[Durable] = [
        MessageUpdated(**about_thread(edited.thread_id, session.now), message=edited)
    ]
    await tell(session, edited.thread_id, told)
    if question.run_again and not await _is_answered_anyway(session, edited):
        await queue_again(session, edited, question.edit_id, None)
    return edited


async def delete_message(session: Session, question: DeleteMessage) -> Message:
    """Nobody answers it any more. Again it changes nothing. Raises MessageNotFound."""
    message = await find_message(session, question.message_id)
    if message is None:
        raise MessageNotFound(f"message {question.message_id!r} does not exist")
    if message.deleted:
        return message
    await need_thread(session, message.thread_id)
    for kept in await list_turns_of(session, message.id):
        if kept.turn.state not in ENDED:
            await stop_turn(session, kept, "message deleted")
    await _leave_turn(session, message)
    return await _mark_deleted(session, message)


async def withdraw_turn(session: Session, question: WithdrawTurn) -> Turn:
    """Take back a turn that waits, and its message. Again it changes nothing."""
    kept = await find_turn(session, question.turn_id)
    if kept is None:
        raise TurnNotFound(f"turn {question.turn_id!r} does not exist")
    if kept.reason == WITHDRAWN:
        return kept.turn
    if not _waits(kept):
        raise AlreadyRuns(
            phrase(
                "already_runs",
                "turn {turn!r} is {state}: it can be stopped",
                turn=question.turn_id,
                state=kept.turn.state,
            )
        )
    turn = await cancel_now(session, kept, WITHDRAWN)
    message = await find_message(session, turn.message_id)
    if message is not None and not message.deleted and await _is_only_turn(session, kept):
        await _mark_deleted(session, message)
    return turn


async def _is_answered_anyway(session: Session, message: Message) -> bool:
    if any(map(_waits, await list_turns_of(session, message.id))):
        return True
    joins = messages.c.joins.is_not(None) & messages.c.joined.is_(False)
    here = select(messages.c.id).where(messages.c.id == message.id, joins)
    return await session.value(here) is not None


def _waits(kept: KeptTurn) -> bool:
    return kept.turn.state == "queued" and kept.turn.attempt == NEVER_RAN


async def _is_only_turn(session: Session, kept: KeptTurn) -> bool:
    """Whether the message came with this turn, and not to be answered once more."""
    return len(await list_turns_of(session, kept.turn.message_id)) == 1


async def _leave_turn(session: Session, message: Message) -> None:
    """A message that waits to join a running turn waits no longer."""
    joins = await session.value(select(messages.c.joins).where(messages.c.id == message.id))
    kept = await find_turn(session, joins) if joins else None
    if kept is not None:
        await stop_waiting(session, kept, message.id)


async def _mark_deleted(session: Session, message: Message) -> Message:
    deleted = message.model_copy(update={"deleted": True})
    await keep_message(session, deleted)
    await forget_compaction(session, deleted)
    told: list[Durable] = [
        MessageDeleted(**about_thread(deleted.thread_id, session.now), message_id=deleted.id)
    ]
    await tell(session, deleted.thread_id, told)
    return deleted
