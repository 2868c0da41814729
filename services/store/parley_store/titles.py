"""Names a thread by what is said in it, where no person has done so."""

from parley_shared.models import Thread
from parley_shared.store import TitleThread
from sqlalchemy import bindparam, select

from parley_store.admission import write_title
from parley_store.checks import check_title
from parley_store.database import Session
from parley_store.tables import messages
from parley_store.threads import keep_changed, need_thread
from parley_store.turns import find_turn
from parley_store.usage import count_title

_FIRST = (
    select(messages.c.body)
    .where(messages.c.thread_id == bindparam("thread_id"))
    .order_by(messages.c.position)
    .limit(1)
)


async def title_thread(session: Session, question: TitleThread) -> Thread:
    """Only while its title is the beginning of its first message: so it happens once."""
    thread = (await need_thread(session, question.thread_id)).thread
    named_after = await find_turn(session, question.turn_id) if question.turn_id else None
    if named_after is not None:
        await count_title(session, named_after.turn, question.usage)
    first = await session.value(_FIRST, thread_id=thread.id)
    title = check_title(question.title).strip()
    if not title or first is None or thread.title != write_title(first):
        return thread
    titled = thread.model_copy(update={"title": title})
    await keep_changed(session, thread, titled)
    return titled
