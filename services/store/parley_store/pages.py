"""Reads a thread in pieces: its messages, the newest first, and its queue."""

from parley_shared.store import GetMessages, GetQueue, MessagePage, Queue
from sqlalchemy import select

from parley_store.database import Session
from parley_store.history import PAGE, read_page, read_place, select_shown
from parley_store.rows import first_that_fit
from parley_store.steers import list_steers
from parley_store.tables import messages
from parley_store.threads import need_thread
from parley_store.turns import list_open_turns

STEERS = 200 * 1024  # bytes


async def get_messages(session: Session, question: GetMessages) -> MessagePage:
    """Raises ThreadNotFound, BadInput for a cursor that no page gave."""
    kept = await need_thread(session, question.thread_id)
    before = None if question.before is None else read_place(question.before)
    here = select_shown(question.thread_id)
    page = await read_page(session, here, before, PAGE, question.limit)
    return MessagePage(items=page.items, next=page.next, seq=kept.seq)


async def get_queue(session: Session, question: GetQueue) -> Queue:
    """Of the messages as many as fit on the bus."""
    await need_thread(session, question.thread_id)
    open_turns = await list_open_turns(session, question.thread_id)
    turns = [each.turn for each in open_turns]
    steers = await list_steers(session, turns[0].id) if turns and open_turns[0].steers else []
    here = select(messages.c.body).where(messages.c.id.in_([turn.message_id for turn in turns]))
    asked = await session.values(here.order_by(messages.c.position))
    fitting = first_that_fit(asked, PAGE)
    return Queue(
        turns=tuple(turns),
        messages={message.id: message for message in fitting},
        steers=tuple(first_that_fit(steers, STEERS)),
    )
