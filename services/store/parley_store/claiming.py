"""Gives a thread's oldest turn to a runner: with a new fence, a lease, and all it has to know."""

from collections.abc import Sequence
from datetime import timedelta

from parley_shared import subjects
from parley_shared.facts import phrase
from parley_shared.ids import answer_id
from parley_shared.models import Agent, Message, Thread, Turn, TurnError
from parley_shared.store import Busy, Claim, ClaimAnswer, Claimed, NothingToClaim, Nudge
from sqlalchemy import bindparam, func, select

from parley_store.agents import names_of_agents
from parley_store.ceilings import find_ceiling
from parley_store.compactions import find_compaction
from parley_store.database import Session
from parley_store.dead_letters import add_dead_turn
from parley_store.ending import cancel_now, fail_now
from parley_store.history import read_history
from parley_store.journal import list_steps, page_steps
from parley_store.origins import find_origin
from parley_store.outbox import bury, tell
from parley_store.rows import KeptThread, KeptTurn, bytes_of, read_thread
from parley_store.tables import agents, threads, turns
from parley_store.telling import tell_started
from parley_store.turns import LEASE, change_turn, find_head, is_runnable

FAULT_LIMIT = 10
FULL = 1.0  # seconds until an agent that is full is asked again
HISTORY = 256 * 1024  # bytes of history in the answer
ANSWER = 850 * 1024  # bytes of the whole answer
_GAVE_UP = phrase(
    "runner_failed_often",
    "The runner failed more than {most} times without getting any further.",
    most=FAULT_LIMIT,
)
TOO_MANY_FAULTS = TurnError(code="too_many_faults", text=_GAVE_UP, fact=_GAVE_UP.fact)


async def claim(session: Session, question: Claim) -> ClaimAnswer:
    """Heads that can only be ended are ended on the way."""
    while True:
        head = await find_head(session, question.thread_id)
        if head is None:
            return ClaimAnswer(claim=NothingToClaim())
        if question.claim_id and head.claim_id == question.claim_id:
            thread, agent = await _read_around(session, head.turn)
            return ClaimAnswer(claim=await _describe(session, head.turn, thread.thread, agent))
        if (wait := _find_wait(session, head.turn, question.runner)) is not None:
            return ClaimAnswer(claim=wait)
        faults = _count_faults(head)
        if head.turn.cancel:
            await cancel_now(session, head, head.reason or "stopped")
        elif faults > FAULT_LIMIT:
            turn = await fail_now(session, head, TOO_MANY_FAULTS)
            await bury(session, subjects.TURNS, subjects.turns(turn.thread_id), turn)
            await add_dead_turn(session, turn, TOO_MANY_FAULTS)
        else:
            return ClaimAnswer(claim=await _begin_if_free(session, head, question, faults))


def _find_wait(session: Session, turn: Turn, runner: str) -> NothingToClaim | Busy | None:
    """Why `runner` can't have the turn now; its own lease does not keep it waiting."""
    if turn.state == "parked":
        return NothingToClaim(parked=True)
    if is_runnable(turn, session.now) or (turn.runner == runner and turn.state == "running"):
        return None
    if turn.state == "backoff":
        return NothingToClaim()
    assert turn.lease_until is not None  # somebody runs it
    return Busy(retry_in=(turn.lease_until - session.now).total_seconds())


def _count_faults(head: KeptTurn) -> int:
    """A turn that was running has lost its runner."""
    lost = head.turn.state == "running" and not head.progressed
    return head.turn.faults + lost


async def _begin_if_free(
    session: Session, head: KeptTurn, question: Claim, faults: int
) -> Claimed | Busy:
    """An agent that does enough at once lets the thread wait a moment."""
    thread, agent = await _read_around(session, head.turn)
    most = agent.limits.at_once
    if most is not None and await _count_running(session, head.turn) >= most:
        return Busy(retry_in=FULL)
    return await _begin(session, head, question, faults, thread, agent)


async def _count_running(session: Session, turn: Turn) -> int:
    """Turns of the same agent that somebody runs now, in other threads."""
    running: int = await session.value(
        select(func.count()).where(
            turns.c.agent_id == turn.agent_id,
            turns.c.state == "running",
            turns.c.lease_until > session.now,
            turns.c.id != turn.id,
        )
    )
    return running


async def _begin(
    session: Session,
    head: KeptTurn,
    question: Claim,
    faults: int,
    thread: KeptThread,
    agent: Agent,
) -> Claimed:
    claimed = {
        "state": "running",
        "fence": thread.fence + 1,
        "attempt": head.turn.attempt + (not head.resumed),
        "faults": faults,
        "runner": question.runner,
        "lease_until": session.now + timedelta(seconds=LEASE),
        "retry_at": None,
    }
    turn = head.turn.model_copy(update=claimed)
    model = thread.thread.overrides.model or agent.model
    told = [tell_started(turn, model, session.now)]
    await tell(session, turn.thread_id, told, changes={"fence": turn.fence})
    await change_turn(
        session,
        turn.id,
        **claimed,
        claim_id=question.claim_id,
        resumed=False,
        progressed=False,
        wakes=0,
        started_at=head.started_at or session.now,
    )
    if head.resumed:  # who ran it before may keep it warm still
        taken = Nudge(taken_by=question.runner)
        session.nudge(subjects.control(turn.thread_id), taken)
    return await _describe(session, turn, thread.thread, agent)


async def _describe(session: Session, turn: Turn, thread: Thread, agent: Agent) -> Claimed:
    """As much of the history and the journal as fits; the rest is paged."""
    history = await read_history(session, turn, None, HISTORY)
    taken = bytes_of(history) + bytes_of(thread) + bytes_of(agent)
    compaction = await find_compaction(session, thread.id, history.items[-1].anchor)
    steps = page_steps(await list_steps(session, turn.id), 0, ANSWER - taken, at_least=0)
    return Claimed(
        turn=turn,
        thread=thread,
        agent=agent,
        fence=turn.fence,
        attempt=turn.attempt,
        lease=LEASE,
        answer_id=answer_id(turn.id),
        history=history.items,
        history_next=history.next,
        steps=steps.items,
        steps_next=steps.next,
        agents=await name_agents(session, history.items, agent),
        compaction=compaction,
        cancel=turn.cancel,
        workspace_id=(await find_origin(session, thread.id)).thread_id if turn.depth else "",
        ceiling=await find_ceiling(session, agent),
    )


_AROUND = (
    select(threads, agents.c.body.label("agent"))
    .select_from(threads.join(agents, agents.c.id == bindparam("agent_id")))
    .where(threads.c.id == bindparam("thread_id"))
)


async def _read_around(session: Session, turn: Turn) -> tuple[KeptThread, Agent]:
    """The turn's thread, and its agent even if that was deleted meanwhile."""
    row = await session.row(_AROUND, thread_id=turn.thread_id, agent_id=turn.agent_id)
    assert row is not None  # turns go with their thread, and agents are never removed
    return read_thread(row), row.agent


async def name_agents(session: Session, history: Sequence[Message], known: Agent) -> dict[str, str]:
    """Of those who spoke."""
    spoke = {each.agent_id for each in history if each.role == "assistant" and each.agent_id}
    names = {known.id: known.name} if known.id in spoke else {}
    others = sorted(spoke - {known.id})
    return names | (await names_of_agents(session, others) if others else {})
