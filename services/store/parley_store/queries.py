"""Answers what an agent asks the person: by a choice, or by a message while it asks freely."""

from parley_shared.commands import AnswerQuery
from parley_shared.errors import AlreadyDecided, ApprovalNotFound, BadInput
from parley_shared.facts import phrase
from parley_shared.message_text import check_size
from parley_shared.models import Channel, Query
from sqlalchemy import select

from parley_store.database import Session
from parley_store.requests import Request, resume, settle
from parley_store.rows import KeptTurn
from parley_store.tables import queries
from parley_store.turns import find_turn


async def answer_query(session: Session, question: AnswerQuery) -> Query:
    """The same answer from the same place again gives the first answer again."""
    here = select(queries.c.body, queries.c.n, queries.c.i)
    row = await session.row(here.where(queries.c.id == question.question_id))
    if row is None:
        raise ApprovalNotFound(f"question {question.question_id!r} does not exist")
    query: Query = row.body
    if query.answered_at is not None:
        return _first_answer(query, question)
    _check(query, question.answers)
    kept = await find_turn(session, query.turn_id)
    assert kept is not None  # questions go with their turn
    request = Request(query, row.n, row.i)
    return await keep_answer(
        session, kept, request, question.answers, by=question.by, surface=question.surface
    )


async def keep_answer(
    session: Session,
    kept: KeptTurn,
    request: Request,
    answers: tuple[str, ...],
    *,
    by: str | None,
    surface: Channel,
) -> Query:
    said = {"answer": answers, "by": by, "surface": surface, "answered_at": session.now}
    answered = request.asked.model_copy(update=said)
    assert isinstance(answered, Query)  # approvals are decided, not answered
    told = await settle(session, kept, Request(answered, request.n, request.i))
    await resume(session, kept, [told])
    return answered


def _check(query: Query, answers: tuple[str, ...]) -> None:
    if not answers or any(not answer.strip() for answer in answers):
        raise BadInput(phrase("answer_empty", "the answer is empty"))
    for answer in answers:
        check_size(answer, "answer")
    if query.kind != "multi" and len(answers) != 1:
        raise BadInput(
            phrase(
                "one_answer", "this question takes one answer and not {count}", count=len(answers)
            )
        )
    values = [option.value for option in query.options]
    if query.kind != "free" and not set(answers) <= set(values):
        raise BadInput(
            phrase(
                "other_answers",
                "the answers to choose from are {answers}",
                answers=", ".join(values),
            )
        )


def _first_answer(query: Query, question: AnswerQuery) -> Query:
    """Raises AlreadyDecided, unless this is the first answer said once more."""
    first = (query.answer, query.by, query.surface)
    if first == (question.answers, question.by, question.surface):
        return query
    who = query.by or query.surface or "nobody in time"
    raise AlreadyDecided(
        phrase(
            "answered",
            "answered by {who} at {at} UTC",
            who=who,
            at=f"{query.answered_at:%Y-%m-%d %H:%M:%S}",
        )
    )
