"""A turn's history: what stands before the message it answers, in the order shown."""

from parley_shared.errors import BadInput, TurnNotFound
from parley_shared.models import Message, Turn
from parley_shared.store import GetHistory, HistoryPage
from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from parley_store.database import Session
from parley_store.tables import messages
from parley_store.turns import find_turn

PAGE = 600 * 1024  # bytes
ROWS = 100  # read at once
LONGEST = 30  # characters of a cursor: no place has more digits than a database takes

Place = tuple[int, int]  # anchor, position


async def get_history(session: Session, question: GetHistory) -> HistoryPage:
    """Raises TurnNotFound."""
    before = read_place(question.before)
    if question.turn_id is None:
        thread_id = question.thread_id or ""
        return await read_whole(session, thread_id, before, PAGE, question.limit)
    kept = await find_turn(session, question.turn_id)
    if kept is None:
        raise TurnNotFound(f"turn {question.turn_id!r} does not exist")
    return await read_history(session, kept.turn, before, PAGE, question.limit)


async def read_history(
    session: Session, turn: Turn, before: Place | None, limit: int, most: int = ROWS
) -> HistoryPage:
    """The newest before `before`, or the newest of all, which ends with the message asked.

    As many as have `limit` bytes, but at least one.
    """
    bound = {"thread_id": turn.thread_id, "asked": turn.message_id}
    return await read_page(session, _HISTORY, before, limit, most, **bound)


async def read_whole(
    session: Session, thread_id: str, before: Place | None, limit: int, most: int = ROWS
) -> HistoryPage:
    """What a next message would find before it; empty where there is nothing."""
    return await read_page(session, select_shown(thread_id), before, limit, most)


_other = messages.alias()
_asked = select(_other.c.anchor).where(_other.c.id == bindparam("asked")).scalar_subquery()
_asked_role, _asked_position = (
    select(column).where(_other.c.id == bindparam("asked")).scalar_subquery()
    for column in (_other.c.role, _other.c.position)
)
_HISTORY = (
    select(messages.c.body, messages.c.size)
    .where(
        messages.c.thread_id == bindparam("thread_id"),
        or_(
            and_(messages.c.anchor < _asked, messages.c.deleted.is_(False)),
            messages.c.id == bindparam("asked"),
            # An agent goes on from another one's answer: what that answered is above it.
            and_(
                _asked_role == "assistant",
                messages.c.anchor == _asked,
                messages.c.position < _asked_position,
                messages.c.deleted.is_(False),
            ),
        ),
    )
    .order_by(messages.c.anchor.desc(), messages.c.position.desc())
)


def select_shown(thread_id: str) -> Select[tuple[Message, int]]:
    """All of a thread, the newest first, in the order shown."""
    here = select(messages.c.body, messages.c.size).where(
        messages.c.thread_id == thread_id, messages.c.deleted.is_(False)
    )
    return here.order_by(messages.c.anchor.desc(), messages.c.position.desc())


async def read_page(
    session: Session,
    newest_first: Select[tuple[Message, int]],
    before: Place | None,
    limit: int,
    most: int,
    **bound: object,
) -> HistoryPage:
    """At most `most` messages of at most `limit` bytes, but at least one; oldest first."""
    if before is not None:
        newest_first = newest_first.where(is_before(before))
    rows = await session.rows(newest_first.limit(most + 1), **bound)
    items: list[Message] = []
    size = 0
    for row in rows[:most]:
        size += row.size
        if items and size > limit:
            break
        items.append(row.body)
    more = len(rows) > len(items)
    return HistoryPage(items=tuple(reversed(items)), next=write_place(items[-1]) if more else None)


def is_before(place: Place) -> ColumnElement[bool]:
    anchor, position = messages.c.anchor, messages.c.position
    return or_(anchor < place[0], and_(anchor == place[0], position < place[1]))


def write_place(message: Message) -> str:
    return f"{message.anchor}.{message.position}"


def read_place(cursor: str) -> Place:
    """Raises BadInput."""
    anchor, _, position = cursor.partition(".")
    if not (anchor.isdecimal() and position.isdecimal()) or len(cursor) > LONGEST:
        raise BadInput(f"cursor {cursor[:80]!r} is none that a page gave")
    return int(anchor), int(position)
