"""Keeps what could not be done, until a person tries it again or lets it go."""

from typing import Literal

from parley_shared.dead_letters import (
    DeadLetter,
    DeadLetterPage,
    DeadTurn,
    GetDeadLetter,
    KeepDeadLetter,
    ListDeadLetters,
    SettleDeadLetter,
)
from parley_shared.errors import BadInput, DeadLetterNotFound
from parley_shared.ids import dead_letter_id
from parley_shared.models import Turn, TurnError
from sqlalchemy import func, select

from parley_store.checks import check_token
from parley_store.database import Session
from parley_store.rows import bytes_of
from parley_store.tables import dead_letters, threads

PAGE = 600 * 1024  # bytes


async def keep_dead_letter(session: Session, question: KeepDeadLetter) -> DeadLetter:
    check_token("letter id", question.letter.id)
    return await keep_letter(session, question.letter)


async def keep_letter(session: Session, letter: DeadLetter) -> DeadLetter:
    known = await _find(session, letter.id)
    if known is None:
        open_letter = letter.model_copy(update={"settled": None})
        await session.add(dead_letters, {**await _columns(session, letter), "body": open_letter})
        return open_letter
    return known if known.settled is None else await _write(session, known, None)


async def add_dead_turn(session: Session, turn: Turn, error: TurnError) -> None:
    about = DeadTurn(
        thread_id=turn.thread_id,
        turn_id=turn.id,
        message_id=turn.message_id,
        agent_id=turn.agent_id,
    )
    letter = DeadLetter(
        id=dead_letter_id(turn.id),
        at=session.now,
        code=error.code,
        reason=error.text,
        fact=error.fact,
        about=about,
    )
    await keep_letter(session, letter)


async def list_dead_letters(session: Session, question: ListDeadLetters) -> DeadLetterPage:
    """Raises BadInput for a cursor that no page gave."""
    here = select(dead_letters).where(dead_letters.c.settled_at.is_(None))
    if question.before is not None:
        here = here.where(dead_letters.c.number < _read_cursor(question.before))
    rows = await session.rows(here.order_by(dead_letters.c.number.desc()).limit(question.limit + 1))
    fitting = 0
    size = 0
    for row in rows[: question.limit]:
        size += bytes_of(row.body)
        if fitting and size > PAGE:
            break
        fitting += 1
    more = len(rows) > fitting
    return DeadLetterPage(
        items=tuple(row.body for row in rows[:fitting]),
        next=str(rows[fitting - 1].number) if more else None,
    )


async def get_dead_letter(session: Session, question: GetDeadLetter) -> DeadLetter:
    return await need_letter(session, question.letter_id)


async def settle_dead_letter(session: Session, question: SettleDeadLetter) -> DeadLetter:
    letter = await need_letter(session, question.letter_id)
    if letter.settled is not None:
        return letter
    return await _write(session, letter, question.settled)


async def settle_turns_of(session: Session, message_id: str) -> None:
    """The message is answered again, so nobody has to care for its failed turns any longer."""
    here = select(dead_letters.c.body).where(
        dead_letters.c.message_id == message_id, dead_letters.c.settled_at.is_(None)
    )
    for letter in await session.values(here):
        if letter.about.kind == "turn":
            await _write(session, letter, "retried")


async def count_letters(session: Session) -> int:
    """That wait for a person."""
    waiting = dead_letters.c.settled_at.is_(None)
    return int(await session.value(select(func.count()).select_from(dead_letters).where(waiting)))


async def _write(
    session: Session, letter: DeadLetter, settled: Literal["retried", "discarded"] | None
) -> DeadLetter:
    changed = letter.model_copy(update={"settled": settled})
    at = session.now if settled else None
    await session.change(dead_letters, {"id": letter.id}, body=changed, settled_at=at)
    return changed


async def _columns(session: Session, letter: DeadLetter) -> dict[str, object]:
    thread_id = letter.about.thread_id
    known = select(threads.c.id).where(threads.c.id == thread_id)
    return {
        "id": letter.id,
        "thread_id": await session.value(known),  # None if it names one that is not there
        "message_id": letter.about.message_id,
    }


async def _find(session: Session, letter_id: str) -> DeadLetter | None:
    row = await session.find(dead_letters, id=letter_id)
    return row.body if row else None


async def need_letter(session: Session, letter_id: str) -> DeadLetter:
    """Raises DeadLetterNotFound."""
    letter = await _find(session, letter_id)
    if letter is None:
        raise DeadLetterNotFound(f"dead letter {letter_id!r} does not exist")
    return letter


def _read_cursor(cursor: str) -> int:
    if not cursor.isdecimal() or len(cursor) > 18:
        raise BadInput(f"{cursor[:40]!r} is no cursor of this list")
    return int(cursor)
