"""A thread's view, made by the same reducer as everywhere from as few events as that takes."""

from collections.abc import Sequence

from parley_shared.agent_view import FAILURES, MARKS, AgentView, EventMark
from parley_shared.events import DurableEvent
from parley_shared.models import Message
from parley_shared.shortening import shorten
from parley_shared.store import GetView, ViewAnswer
from parley_shared.view import apply, initial
from sqlalchemy import func, select

from parley_store.database import Session
from parley_store.history import select_shown
from parley_store.rows import KeptThread, bytes_of, first_that_fit
from parley_store.tables import events, is_open, messages, turns
from parley_store.threads import need_thread

SHOWN = 50  # messages
ANSWER = 800 * 1024  # bytes of the whole view
# What these say outlasts the turn they belong to.
LASTING = ("todos.updated", "agent.handoff", "thread.updated", "thread.created")


async def get_view(session: Session, question: GetView) -> ViewAnswer:
    """Raises ThreadNotFound."""
    kept = await need_thread(session, question.thread_id)
    thread_id = kept.thread.id
    newest = await session.values(
        select_shown(thread_id).with_only_columns(messages.c.body).limit(SHOWN + 1)
    )
    asked = await _list_asked(session, thread_id)
    start = await _find_start(session, kept)
    view = initial(thread_id).model_copy(update={"visible_messages": (*asked, *newest)})
    for event in await _list_lasting(session, thread_id, start):
        view = _apply_next(view, event)
    for event in await _list_failed(session, thread_id, start):
        view = _apply_next(view, event)
    for event in await _list_events(session, thread_id, start):
        view = _apply_next(view, event)
    marks = await _list_marks(session, thread_id)
    context = view.runtime_context.model_copy(update={"thread": kept.thread})
    streaming = view.streaming_message and shorten(view.streaming_message)
    now = {"runtime_context": context, "streaming_message": streaming}
    view = view.model_copy(update={**now, "events": marks, "seq": kept.seq})
    return ViewAnswer(view=show_newest(view, newest))


def show_newest(view: AgentView, newest_first: Sequence[Message]) -> AgentView:
    """With the newest messages that fit on the bus."""
    bare = view.model_copy(update={"visible_messages": ()})
    room = ANSWER - bytes_of(bare)
    fitting = first_that_fit(newest_first[:SHOWN], room, at_least=0)
    earlier = len(newest_first) > len(fitting)
    metadata = bare.metadata.model_copy(update={"has_earlier": earlier, "gap": False})
    return bare.model_copy(
        update={"visible_messages": tuple(reversed(fitting)), "metadata": metadata}
    )


async def _find_start(session: Session, kept: KeptThread) -> int:
    """The first event whose effect can still be seen in what is not a message.

    The newest turn.started wipes what was before it, except for turns that are still open.
    """
    c = events.c
    here = select(func.max(c.seq)).where(c.thread_id == kept.thread.id)
    started: int | None = await session.value(here.where(c.kind == "turn.started"))
    if started is None:
        deleted: int | None = await session.value(here.where(c.kind == "thread.deleted"))
        started = deleted or kept.seq
    open_since: int | None = await session.value(
        select(func.min(turns.c.first_seq)).where(turns.c.thread_id == kept.thread.id, is_open)
    )
    return started if open_since is None else min(started, open_since)


async def _list_asked(session: Session, thread_id: str) -> Sequence[Message]:
    """What is being answered may be older than what is shown."""
    asked = select(turns.c.message_id).where(turns.c.thread_id == thread_id, is_open)
    found: Sequence[Message] = await session.values(
        select(messages.c.body).where(messages.c.id.in_(asked))
    )
    return found


async def _list_lasting(session: Session, thread_id: str, before: int) -> Sequence[DurableEvent]:
    c = events.c
    newest = (
        select(func.max(c.seq))
        .where(c.thread_id == thread_id, c.seq < before, c.kind.in_(LASTING))
        .group_by(c.kind)
    )
    here = select(c.body).where(c.thread_id == thread_id, c.seq.in_(newest))
    found: Sequence[DurableEvent] = await session.values(here.order_by(c.seq))
    return found


async def _list_failed(session: Session, thread_id: str, before: int) -> Sequence[DurableEvent]:
    """Why attempts failed is told on, whatever was tried since."""
    c = events.c
    here = select(c.body).where(c.thread_id == thread_id, c.seq < before, c.kind == "turn.failed")
    newest: Sequence[DurableEvent] = await session.values(
        here.order_by(c.seq.desc()).limit(FAILURES)
    )
    return newest[::-1]


async def _list_events(session: Session, thread_id: str, start: int) -> Sequence[DurableEvent]:
    c = events.c
    here = select(c.body).where(c.thread_id == thread_id, c.seq >= start)
    found: Sequence[DurableEvent] = await session.values(here.order_by(c.seq))
    return found


async def _list_marks(session: Session, thread_id: str) -> tuple[EventMark, ...]:
    c = events.c
    here = select(c.body).where(c.thread_id == thread_id)
    newest: Sequence[DurableEvent] = await session.values(here.order_by(c.seq.desc()).limit(MARKS))
    return tuple(EventMark(seq=e.seq, kind=e.kind, at=e.at) for e in reversed(newest))


def _apply_next(view: AgentView, event: DurableEvent) -> AgentView:
    return apply(view.model_copy(update={"seq": event.seq - 1}), event)
