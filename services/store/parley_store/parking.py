"""A turn that its runner lets go: it waits for humans or a provider, or for another runner."""

from datetime import timedelta

from parley_shared.errors import Stale
from parley_shared.events import Durable, ModelRetrying
from parley_shared.ids import approval_id, query_id
from parley_shared.journal import ApprovalStep, AskStep
from parley_shared.models import Approval, Option, Query
from parley_shared.store import (
    ApprovalWanted,
    Backoff,
    HandBack,
    Kept,
    Park,
    Parked,
    QueryWanted,
)

from parley_store.approvals import is_remembered
from parley_store.children import start_children
from parley_store.database import Session
from parley_store.ending import cancel_now
from parley_store.journal import (
    extend_lease,
    find_step,
    list_open_children,
    put_step,
    tell_kept,
)
from parley_store.outbox import tell
from parley_store.requests import Request, list_open_of, write_step
from parley_store.rows import KeptTurn
from parley_store.tables import approvals, queries
from parley_store.telling import about_turn, tell_parked
from parley_store.turns import LONGEST_BACKOFF, change_turn, find_turn, need_held, wake_head

LET_GO = {"lease_until": None, "runner": None}


async def park(session: Session, question: Park) -> Parked:
    """Again it changes nothing. Raises Stale."""
    kept = await find_turn(session, question.turn_id)
    if kept is not None and kept.turn.fence == question.fence and kept.turn.state != "running":
        return Parked(decided=False)
    kept = await need_held(session, question.turn_id, question.fence)
    if kept.turn.cancel:
        await cancel_now(session, kept, kept.reason or "stopped")
        return Parked(decided=False)
    for wanted in question.approvals:
        await _ask_approval(session, kept, wanted)
    for asked in question.queries:
        await _ask_query(session, kept, asked)
    open_ = [each.asked for each in await list_open_of(session, kept.turn.id)]
    reason, begun = question.reason, list[Durable]()
    if not open_:
        reason, begun = "subagents", await start_children(session, kept, question.children)
    if not open_ and not await list_open_children(session, kept.turn.id):
        await extend_lease(session, kept, progressed=kept.progressed)
        return Parked(decided=True)
    told = tell_parked(
        kept.turn,
        [each for each in open_ if isinstance(each, Approval)],
        [each for each in open_ if isinstance(each, Query)],
        reason,
        session.now,
    )
    await tell(session, kept.turn.thread_id, [*begun, *told])
    await change_turn(session, kept.turn.id, state="parked", **LET_GO)
    return Parked(decided=False)


async def back_off(session: Session, question: Backoff) -> Kept:
    """Again it changes nothing. Raises Stale."""
    kept = await _need_once_held(session, question.turn_id, question.fence)
    if kept.turn.state != "running":
        return await tell_kept(session, kept)
    if kept.turn.cancel:
        await cancel_now(session, kept, kept.reason or "stopped")
        return Kept(cancel=True)
    seconds = min(question.seconds, LONGEST_BACKOFF)
    retrying = ModelRetrying(
        **about_turn(kept.turn, session.now),
        model=question.model,
        code=question.code,
        wait_ms=round(seconds * 1000),
    )
    await tell(session, kept.turn.thread_id, [retrying])
    retry_at = session.now + timedelta(seconds=seconds)
    await change_turn(session, kept.turn.id, state="backoff", retry_at=retry_at, **LET_GO)
    return await tell_kept(session, kept)


async def hand_back(session: Session, question: HandBack) -> Kept:
    """Again it changes nothing. Raises Stale."""
    kept = await _need_once_held(session, question.turn_id, question.fence)
    if kept.turn.state != "running":
        return await tell_kept(session, kept)
    if kept.turn.cancel:
        await cancel_now(session, kept, kept.reason or "stopped")
        return Kept(cancel=True)
    await change_turn(session, kept.turn.id, state="queued", **LET_GO)
    await wake_head(session, kept.turn.thread_id)
    return await tell_kept(session, kept)


async def _need_once_held(session: Session, turn_id: str, fence: int) -> KeptTurn:
    """The turn, if nobody has claimed it since. Raises Stale."""
    kept = await find_turn(session, turn_id)
    if kept is None or kept.turn.fence != fence:
        raise Stale(f"turn {turn_id!r} is not held with fence {fence} any longer")
    return kept


async def _ask_approval(session: Session, kept: KeptTurn, wanted: ApprovalWanted) -> None:
    """What is asked already stays as it is; what is approved for good is not asked."""
    approval = Approval(
        id=approval_id(wanted.call_id),
        thread_id=kept.turn.thread_id,
        turn_id=kept.turn.id,
        call_id=wanted.call_id,
        tool=wanted.tool,
        arguments=wanted.arguments,
        binding=wanted.binding,
        remember_as=wanted.remember_as,
        reason=wanted.reason,
        allowed=wanted.allowed,
        expires_at=session.now + timedelta(seconds=wanted.expires_in),
        created_at=session.now,
    )
    request = Request(approval, wanted.n, wanted.i)
    if await find_step(session, kept.turn.id, write_step(request)) is not None:
        return
    if await is_remembered(session, kept.turn, wanted.remember_as):
        approved = ApprovalStep(
            n=wanted.n,
            i=wanted.i,
            state="done",
            approval_id=approval.id,
            approved=True,
            binding=wanted.binding,
        )
        return await put_step(session, kept, approved, is_new=True)
    await _ask(session, kept, request, parameters=wanted.parameters)


async def _ask_query(session: Session, kept: KeptTurn, wanted: QueryWanted) -> None:
    """What is asked already stays as it is; a call that was answered may ask once more."""
    query = Query(
        id=query_id(wanted.call_id, wanted.round),
        thread_id=kept.turn.thread_id,
        turn_id=kept.turn.id,
        call_id=wanted.call_id,
        kind=wanted.query_kind,
        text=wanted.text,
        options=tuple(Option(label=label, value=value) for value, label in wanted.options),
        expires_at=session.now + timedelta(seconds=wanted.expires_in),
        created_at=session.now,
    )
    request = Request(query, wanted.n, wanted.i)
    known = await find_step(session, kept.turn.id, write_step(request))
    if known is None:
        await _ask(session, kept, request)
    elif isinstance(known, AskStep) and known.state == "done":
        earlier = (*known.earlier, known.answer)
        if wanted.round == len(earlier):
            await _ask(session, kept, request, earlier)


async def _ask(
    session: Session,
    kept: KeptTurn,
    request: Request,
    earlier: tuple[tuple[str, ...] | None, ...] = (),
    **more: object,
) -> None:
    asked, step = request.asked, write_step(request)
    if isinstance(step, AskStep):
        step = step.model_copy(update={"earlier": earlier})
    table = approvals if isinstance(asked, Approval) else queries
    row = {
        "id": asked.id,
        "thread_id": asked.thread_id,
        "turn_id": asked.turn_id,
        "n": request.n,
        "i": request.i,
        "decided": False,
        "expires_at": asked.expires_at,
        "created_at": asked.created_at,
        "body": asked,
        **more,
    }
    await session.add(table, row)
    await put_step(session, kept, step, is_new=not earlier)
