"""Who may write to the bot: people paired by a code that is used once, and strangers seen."""

from datetime import timedelta

from parley_shared.errors import PersonNotFound, WrongCode
from parley_shared.facts import phrase
from parley_shared.questions import Done
from parley_shared.telegram import (
    AllowPerson,
    ForgetPerson,
    KeepCode,
    ListPeople,
    Pair,
    People,
    Person,
)
from sqlalchemy import delete, func, select

from parley_store.addressing import CHANNEL
from parley_store.chat_settings import allow_own_chats, forget_bound
from parley_store.database import Session
from parley_store.tables import chats, telegram_codes, telegram_guesses, telegram_people

CODE_LIVES = timedelta(minutes=15)
GUESSES = 5  # wrong codes of one person within GUESSED_WITHIN
GUESSED_WITHIN = timedelta(hours=1)
STRANGERS = 50  # remembered, the newest
NAME = 80  # characters


async def list_people(session: Session, question: ListPeople) -> People:
    rows = await session.rows(select(telegram_people).order_by(telegram_people.c.at.desc()))
    return People(people=tuple(Person.model_validate(row) for row in rows))


async def allow_person(session: Session, question: AllowPerson) -> Person:
    row = await session.find(telegram_people, person_id=question.person_id)
    if row is None:
        raise PersonNotFound(f"nobody with the number {question.person_id!r} has written yet")
    return await _pair(session, question.person_id, row.name)


async def forget_person(session: Session, question: ForgetPerson) -> Done:
    """The chat with the person looks at no thread any longer, and nothing is told there."""
    c = telegram_people.c
    await session.run(delete(telegram_people).where(c.person_id == question.person_id))
    own = chats.c.chat.like(f"{question.person_id}\\_%", escape="\\")
    theirs = (chats.c.chat == question.person_id) | own
    await session.run(delete(chats).where(chats.c.channel == CHANNEL, theirs))
    forget_bound(session)
    await allow_own_chats(session, question.person_id, allowed=False)
    return Done()


async def keep_code(session: Session, question: KeepCode) -> Done:
    """The same code again stays as it is. Codes whose time is over go."""
    await session.run(delete(telegram_codes).where(telegram_codes.c.expires_at <= session.now))
    if await session.find(telegram_codes, code_hash=question.code_hash) is None:
        expires_at = session.now + CODE_LIVES
        await session.add(
            telegram_codes, {"code_hash": question.code_hash, "expires_at": expires_at}
        )
    return Done()


async def pair(session: Session, question: Pair) -> Person:
    """Whoever is paired already stays so, with any code."""
    row = await session.find(telegram_people, person_id=question.person_id)
    if row is not None and row.role == "paired":
        return Person.model_validate(row)
    if await _count_guesses(session, question.person_id) >= GUESSES:
        raise WrongCode(phrase("too_many_codes", "too many wrong codes: try again in an hour"))
    code = await session.find(telegram_codes, code_hash=question.code_hash)
    if code is None or code.expires_at <= session.now:
        raise WrongCode(phrase("code_unknown", "this code is unknown, used or too old"))
    used = telegram_codes.c.code_hash == question.code_hash
    await session.run(delete(telegram_codes).where(used))
    return await _pair(session, question.person_id, question.name[:NAME])


async def note_guess(session: Session, question: Pair) -> None:
    """The same wrong code again is no second guess: Telegram may deliver it twice."""
    old = telegram_guesses.c.at <= session.now - GUESSED_WITHIN
    await session.run(delete(telegram_guesses).where(old))
    key = {"person_id": question.person_id, "code_hash": question.code_hash}
    if await session.find(telegram_guesses, **key) is None:
        await session.add(telegram_guesses, {**key, "at": session.now})


async def note_stranger(session: Session, person_id: str, name: str) -> bool:
    """Whether nobody has seen this one before."""
    if await session.find(telegram_people, person_id=person_id) is not None:
        return False
    row = {"person_id": person_id, "name": name[:NAME], "role": "stranger", "at": session.now}
    await session.add(telegram_people, row)
    c = telegram_people.c
    newest = select(c.person_id).where(c.role == "stranger").order_by(c.at.desc()).limit(STRANGERS)
    forgotten = (c.role == "stranger") & c.person_id.not_in(newest)
    await session.run(delete(telegram_people).where(forgotten))
    return True


async def list_paired(session: Session) -> frozenset[str]:
    c = telegram_people.c
    return frozenset(await session.values(select(c.person_id).where(c.role == "paired")))


async def _pair(session: Session, person_id: str, name: str) -> Person:
    new = {"name": name, "role": "paired", "at": session.now}
    if not await session.change(telegram_people, {"person_id": person_id}, **new):
        await session.add(telegram_people, {"person_id": person_id, **new})
    await allow_own_chats(session, person_id, allowed=True)
    return Person(person_id=person_id, name=name, role="paired", at=session.now)


async def _count_guesses(session: Session, person_id: str) -> int:
    c = telegram_guesses.c
    recent = (c.person_id == person_id, c.at > session.now - GUESSED_WITHIN)
    return int(await session.value(select(func.count()).where(*recent)))
