"""The journal of a turn: what its runner has done, and what humans told it."""

from collections.abc import Sequence
from datetime import timedelta

from parley_shared.errors import BadInput
from parley_shared.events import Durable, ModelFallback, ModelRetrying
from parley_shared.journal import (
    ApprovalStep,
    AskStep,
    ChildStep,
    CompactStep,
    LlmStep,
    SteerStep,
    Step,
)
from parley_shared.store import GetSteps, KeepStep, Kept, Note, Renew, StepPage
from sqlalchemy import and_, bindparam, select

from parley_store.agents import read_agent
from parley_store.ceilings import find_ceiling
from parley_store.compactions import keep_compaction
from parley_store.database import Session
from parley_store.outbox import tell
from parley_store.rows import KeptTurn, bytes_of, read_turn
from parley_store.steers import join_turn, list_steers
from parley_store.tables import events, steps, turns
from parley_store.telling import about_turn
from parley_store.telling_steps import tell_step
from parley_store.turns import LEASE, change_turn, check_held, need_held
from parley_store.usage import count_lost, count_usage

PAGE = 600 * 1024  # bytes


_HELD = (
    select(turns, steps.c.body.label("step"))
    .outerjoin(
        steps,
        and_(
            steps.c.turn_id == turns.c.id,
            *(steps.c[name] == bindparam(name) for name in ("n", "i", "kind")),
        ),
    )
    .where(turns.c.id == bindparam("turn_id"))
)


async def keep_step(session: Session, question: KeepStep) -> Kept:
    """A step that has a result keeps it: the answer says which."""
    step = question.step
    if isinstance(step, ApprovalStep | AskStep):
        raise BadInput("what humans decide is written by the store")
    row = await session.row(_HELD, **_place(question.turn_id, step))
    kept = check_held(row and read_turn(row), question.turn_id, question.fence)
    known: Step | None = row and row.step
    if known is not None and known.state != "started":
        return await tell_kept(session, kept, known)
    await put_step(session, kept, step, is_new=known is None)
    more: dict[str, object] = {}
    if isinstance(step, LlmStep) and (step.state == "done" or step.lost):
        more = await _count_call(session, kept, step)
    if isinstance(step, SteerStep):
        kept = await join_turn(session, kept, step.message.id)
    if isinstance(step, CompactStep):
        await keep_compaction(session, kept.turn.thread_id, step)
        await count_usage(session, kept.turn, step)
    if known is None or step.state != "started":
        told = tell_step(kept.turn, step, session.now)
        if told:
            await tell(session, kept.turn.thread_id, told)
    has_result = step.state != "started"
    await extend_lease(session, kept, progressed=kept.progressed or has_result)
    told_back = await tell_kept(session, kept, step)
    return told_back.model_copy(update=more) if more else told_back


async def _count_call(session: Session, kept: KeptTurn, step: LlmStep) -> dict[str, object]:
    """What its runner must know before the next one."""
    await count_usage(session, kept.turn, step)
    await count_lost(session, kept.turn, step)
    agent = await read_agent(session, kept.turn.agent_id)
    return {"ceiling": await find_ceiling(session, agent), "tools": agent.tools}


async def renew(session: Session, question: Renew) -> Kept:
    kept = await need_held(session, question.turn_id, question.fence)
    await extend_lease(session, kept, progressed=kept.progressed)
    return await tell_kept(session, kept)


async def note_trouble(session: Session, question: Note) -> Kept:
    """The same note again is told once."""
    kept = await need_held(session, question.turn_id, question.fence)
    if not await _is_told(session, kept, question.note_id):
        await tell(session, kept.turn.thread_id, [_trouble(session, kept, question)])
    return await tell_kept(session, kept)


async def get_steps(session: Session, question: GetSteps) -> StepPage:
    here = select(steps.c.body).where(steps.c.turn_id == question.turn_id)
    ordered = here.order_by(steps.c.n, steps.c.i, steps.c.kind).offset(question.offset)
    return page_steps(await session.values(ordered), question.offset, PAGE)


async def list_steps(session: Session, turn_id: str) -> Sequence[Step]:
    here = select(steps.c.body).where(steps.c.turn_id == turn_id)
    found: Sequence[Step] = await session.values(here.order_by(steps.c.n, steps.c.i, steps.c.kind))
    return found


def page_steps(found: Sequence[Step], offset: int, limit: int, *, at_least: int = 1) -> StepPage:
    """As many of `found`, which begins at `offset`, as `limit` bytes hold."""
    items: list[Step] = []
    size = 0
    for step in found:
        size += bytes_of(step)
        if len(items) >= at_least and size > limit:
            return StepPage(items=tuple(items), next=offset + len(items))
        items.append(step)
    return StepPage(items=tuple(items))


async def find_step(session: Session, turn_id: str, step: Step) -> Step | None:
    """What the journal holds in the place of `step`."""
    row = await session.find(steps, **_place(turn_id, step))
    known: Step | None = row.body if row else None
    return known


async def list_children(session: Session, turn_id: str) -> list[ChildStep]:
    """The turn's sub-agents, also those that have ended."""
    here = select(steps.c.body).where(steps.c.turn_id == turn_id, steps.c.kind == "child")
    return list(await session.values(here.order_by(steps.c.n, steps.c.i)))


async def list_open_children(session: Session, turn_id: str) -> list[ChildStep]:
    """Sub-agents that the turn waits for."""
    return [each for each in await list_children(session, turn_id) if each.state == "started"]


async def put_step(session: Session, kept: KeptTurn, step: Step, *, is_new: bool) -> None:
    place = _place(kept.turn.id, step)
    values = {"state": step.state, "fence": kept.turn.fence, "body": step}
    if is_new:
        await session.add(steps, {**place, **values})
    else:
        await session.change(steps, place, **values)


async def tell_kept(session: Session, kept: KeptTurn, step: Step | None = None) -> Kept:
    steers = await list_steers(session, kept.turn.id) if kept.steers else ()
    return Kept(cancel=kept.turn.cancel, steers=tuple(steers), step=step)


async def extend_lease(session: Session, kept: KeptTurn, *, progressed: bool) -> None:
    until = session.now + timedelta(seconds=LEASE)
    await change_turn(session, kept.turn.id, lease_until=until, progressed=progressed)


def _place(turn_id: str, step: Step) -> dict[str, object]:
    return {"turn_id": turn_id, "n": step.n, "i": step.i, "kind": step.kind}


async def _is_told(session: Session, kept: KeptTurn, event_id: str) -> bool:
    notes = await session.values(
        select(events.c.body).where(
            events.c.thread_id == kept.turn.thread_id,
            events.c.kind.in_(("model.retrying", "model.fallback")),
            events.c.seq >= kept.first_seq,
        )
    )
    return any(note.id == event_id for note in notes)


def _trouble(session: Session, kept: KeptTurn, note: Note) -> Durable:
    about = about_turn(kept.turn, session.now)
    about["id"] = note.note_id
    if note.next_model is None:
        return ModelRetrying(**about, model=note.model, code=note.code, wait_ms=note.wait_ms or 0)
    return ModelFallback(**about, model=note.model, code=note.code, next_model=note.next_model)
