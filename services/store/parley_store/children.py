"""Sub-agents: calls of a turn that are turns of their own, each in a hidden thread."""

from collections.abc import Sequence

from parley_shared import ids
from parley_shared.errors import BadInput
from parley_shared.events import Durable, MessageCreated
from parley_shared.journal import ChildStep
from parley_shared.models import Agent, Message, Thread, ToolPart, Turn, Usage
from parley_shared.store import ChildWanted
from parley_shared.usage import add_usages
from sqlalchemy import func, select

from parley_store.agents import find_agent
from parley_store.database import Session
from parley_store.journal import find_step, list_children, put_step
from parley_store.outbox import tell
from parley_store.requests import resume
from parley_store.rows import KeptTurn, message_columns
from parley_store.tables import messages, steps, threads
from parley_store.telling import about_turn
from parley_store.telling_steps import tell_step
from parley_store.thread_rows import add_thread
from parley_store.turns import add_turn, find_turn

DEEPEST = 2  # sub-agents of sub-agents
AT_ONCE = 4
SUMMARY = 16_000  # characters of an answer that the origin reads
TITLE = 60  # characters
FIRST = 1
NO_WORDS = "The sub-agent ended without a word."


async def start_children(
    session: Session, kept: KeptTurn, wanted: Sequence[ChildWanted]
) -> list[Durable]:
    """What is told of those that begin; what can't begin is an error in the journal."""
    if kept.turn.depth >= DEEPEST or len(wanted) > AT_ONCE:
        raise BadInput(f"sub-agents go {DEEPEST} deep and {AT_ONCE} side by side")
    told: list[Durable] = []
    for each in wanted:
        step = _write_step(kept.turn, each)
        if await find_step(session, kept.turn.id, step) is not None:
            continue
        agent = await find_agent(session, each.agent_id)
        if agent is None:
            gone = {"state": "error", "summary": "There is no such agent any more."}
            await put_step(session, kept, step.model_copy(update=gone), is_new=True)
            continue
        await put_step(session, kept, step, is_new=True)
        await _begin(session, kept.turn, agent, each)
        told += tell_step(kept.turn, step, session.now)
    return told


def describe_end(turn: Turn, answer: Message | None, usage: Usage | None) -> ChildStep:
    """Without its place in the journal of whoever waits."""
    text = answer.text if answer else ""
    if turn.state == "failed" and turn.error is not None:
        text = f"The sub-agent failed: {turn.error.text}"
    elif turn.state == "cancelled":
        text = "The sub-agent was stopped."
    parts = answer.parts if answer else ()
    origins = [part.origin for part in parts if isinstance(part, ToolPart) and part.origin]
    return ChildStep(
        n=0,
        i=0,
        state="done" if turn.state == "done" else "error",
        thread_id=turn.thread_id,
        turn_id=turn.id,
        agent_id=turn.agent_id,
        summary=text[:SUMMARY] or NO_WORDS,
        origin=origins[-1] if origins else "",
        usage=usage,
    )


async def settle_child(session: Session, turn: Turn, end: ChildStep) -> None:
    """Whoever delegated to this turn hears how it ended, and goes on after the last one."""
    row = await session.find(threads, id=turn.thread_id)
    parent = await find_turn(session, row.parent_turn_id) if row and row.parent_turn_id else None
    if parent is None:
        return
    siblings = await list_children(session, parent.turn.id)
    step = next((each for each in siblings if each.turn_id == turn.id), None)
    if step is None or step.state != "started":
        return
    below = await list_children(session, turn.id)
    spent = {
        "steps": await _count(session, turn, "llm") + sum(each.steps for each in below),
        "calls": await _count(session, turn, "tool") + sum(each.calls for each in below),
        "usage": add_usages([each.usage for each in (end, *below) if each.usage]),
    }
    ended = end.model_copy(update={"n": step.n, "i": step.i, **spent})
    await put_step(session, parent, ended, is_new=False)
    if parent.turn.state == "parked":
        await resume(session, parent, tell_step(parent.turn, ended, session.now))


async def _count(session: Session, turn: Turn, kind: str) -> int:
    here = select(func.count()).where(steps.c.turn_id == turn.id, steps.c.kind == kind)
    return int(await session.value(here))


def _write_step(turn: Turn, wanted: ChildWanted) -> ChildStep:
    message_id = ids.child_message_id(wanted.call_id)
    return ChildStep(
        n=wanted.n,
        i=wanted.i,
        state="started",
        thread_id=ids.child_thread_id(wanted.call_id),
        turn_id=ids.turn_id(message_id, wanted.agent_id),
        agent_id=wanted.agent_id,
    )


async def _begin(session: Session, parent: Turn, agent: Agent, wanted: ChildWanted) -> None:
    step = _write_step(parent, wanted)
    thread = Thread(
        id=step.thread_id,
        title=" ".join(wanted.prompt.split())[:TITLE],
        agent_id=agent.id,
        parent_thread_id=parent.thread_id,
        parent_turn_id=parent.id,
        created_at=session.now,
        last_activity_at=session.now,
    )
    await add_thread(session, thread)
    message = Message(
        id=ids.child_message_id(wanted.call_id),
        thread_id=thread.id,
        position=FIRST,
        anchor=FIRST,
        role="user",
        text=wanted.prompt,
        agent_id=agent.id,
        created_at=session.now,
    )
    turn = Turn(
        id=step.turn_id,
        thread_id=thread.id,
        message_id=message.id,
        agent_id=agent.id,
        position=FIRST,
        state="queued",
        depth=parent.depth + 1,
        limits=wanted.limits,
        origin=wanted.origin or parent.origin,
        created_at=session.now,
    )
    created = MessageCreated(**about_turn(turn, session.now), message=message)
    changes = {"last_position": FIRST, "last_turn": FIRST}
    seq = (await tell(session, thread.id, [created], wake=True, changes=changes))[0].seq
    await session.add(
        messages,
        {**message_columns(message), "seq": seq, "joined": False},
    )
    await add_turn(session, turn, seq, session.now)
