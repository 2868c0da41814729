"""What waits for a human: approvals and questions. A turn goes on when its last one is settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parley_shared.events import Durable
from parley_shared.journal import ApprovalStep, AskStep
from parley_shared.models import Approval, Query
from parley_shared.shortening import shorten_arguments
from parley_shared.store import GetOpenRequests, OpenRequests
from sqlalchemy import Table, select

from parley_store.database import Session
from parley_store.journal import find_step, list_open_children, put_step
from parley_store.outbox import tell
from parley_store.rows import KeptTurn
from parley_store.tables import approvals, queries
from parley_store.telling import tell_answered, tell_decided
from parley_store.turns import change_turn, wake_head

FITTING = 400 * 1024  # bytes of arguments in one answer
MOST = 200  # of each kind in one answer, the oldest


@dataclass(frozen=True)
class Request:
    """What is asked, and the call (`n`, `i`) that waits for it."""

    asked: Approval | Query
    n: int
    i: int


async def list_open_of(session: Session, turn_id: str) -> list[Request]:
    """Approvals first, then questions."""
    found: list[Request] = []
    for table in (approvals, queries):
        here = select(table.c.body, table.c.n, table.c.i).where(
            table.c.turn_id == turn_id, table.c.decided.is_(False)
        )
        rows = await session.rows(here.order_by(table.c.n, table.c.i))
        found += [Request(row.body, row.n, row.i) for row in rows]
    return found


async def get_open_requests(session: Session, question: GetOpenRequests) -> OpenRequests:
    """Long arguments are cut where all of them would not fit: their thread has them whole."""
    found = await _list_open(session, approvals, question)
    share = FITTING // max(1, len(found))
    return OpenRequests(
        approvals=tuple(
            each.model_copy(update={"arguments": shorten_arguments(each.arguments, share)})
            for each in found
        ),
        queries=tuple(await _list_open(session, queries, question)),
    )


async def _list_open(
    session: Session, table: Table, question: GetOpenRequests
) -> Sequence[Any]:  # approvals, or queries
    """The oldest first."""
    here = select(table.c.body).where(table.c.decided.is_(False)).limit(MOST)
    if question.thread_id is not None:
        here = here.where(table.c.thread_id == question.thread_id)
    if question.request_id is not None:
        here = here.where(table.c.id == question.request_id)
    return await session.values(here.order_by(table.c.created_at, table.c.id))


async def settle(session: Session, kept: KeptTurn, decided: Request) -> Durable:
    """Keep a decision or an answer, in the journal too; what it tells is still to be told."""
    asked = decided.asked
    table = approvals if isinstance(asked, Approval) else queries
    await session.change(table, {"id": asked.id}, decided=True, body=asked)
    step = write_step(decided)
    known = await find_step(session, kept.turn.id, step)
    if isinstance(step, AskStep) and isinstance(known, AskStep):
        step = step.model_copy(update={"earlier": known.earlier})
    await put_step(session, kept, step, is_new=known is None)
    if isinstance(asked, Approval):
        return tell_decided(kept.turn, asked, session.now)
    return tell_answered(kept.turn, asked, session.now)


async def close(session: Session, kept: KeptTurn, request: Request, why: str) -> Durable:
    """Nobody decides any more: denied, unanswered."""
    asked = request.asked
    if isinstance(asked, Approval):
        ended = {"decision": "expired", "deny_reason": why, "decided_at": session.now}
    else:
        ended = {"answered_at": session.now}
    request = Request(asked.model_copy(update=ended), request.n, request.i)
    return await settle(session, kept, request)


async def resume(session: Session, kept: KeptTurn, told: Sequence[Durable]) -> None:
    """Tell what was settled; with nothing left to wait for the turn is queued again."""
    await tell(session, kept.turn.thread_id, told)
    if kept.turn.state != "parked" or await list_open_of(session, kept.turn.id):
        return
    if await list_open_children(session, kept.turn.id):
        return
    await change_turn(session, kept.turn.id, state="queued", resumed=True)
    await wake_head(session, kept.turn.thread_id)


def write_step(request: Request) -> ApprovalStep | AskStep:
    """As the journal holds it: `started` while it waits."""
    asked = request.asked
    if isinstance(asked, Approval):
        waits = asked.decision is None
        return ApprovalStep(
            n=request.n,
            i=request.i,
            state="started" if waits else "done",
            approval_id=asked.id,
            approved=None if waits else asked.decision in ("approve", "approve_edited"),
            expired=asked.decision == "expired",
            binding=asked.binding,
            arguments=asked.edited_arguments,
            reason=asked.deny_reason,
            by=asked.by,
            surface=asked.surface,
        )
    return AskStep(
        n=request.n,
        i=request.i,
        state="started" if asked.answered_at is None else "done",
        question_id=asked.id,
        answer=asked.answer,
        by=asked.by,
        surface=asked.surface,
    )
