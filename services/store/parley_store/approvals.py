"""Decides approvals: the first decision wins, wherever it is made."""

import json

from parley_shared.commands import Decide
from parley_shared.errors import AlreadyDecided, ApprovalNotFound, ArgumentsWrong, BadInput
from parley_shared.facts import phrase
from parley_shared.fitting import find_misfit
from parley_shared.message_text import check_size
from parley_shared.models import Approval, Arguments, Turn
from pydantic import JsonValue
from sqlalchemy import or_, select

from parley_store.database import Session
from parley_store.requests import Request, resume, settle
from parley_store.tables import approvals, remembered
from parley_store.turns import find_turn


async def decide(session: Session, question: Decide) -> Approval:
    """The same decision from the same place again gives the first answer again."""
    here = select(approvals)
    row = await session.row(here.where(approvals.c.id == question.approval_id))
    if row is None:
        raise ApprovalNotFound(f"approval {question.approval_id!r} does not exist")
    approval: Approval = row.body
    if approval.decision is not None:
        return _first_decision(approval, question)
    _check(approval, question)
    _check_edited(row.parameters, _edited(question))
    decided = approval.model_copy(
        update={
            "decision": question.decision,
            "edited_arguments": _edited(question),
            "deny_reason": question.reason,
            "remembered": question.remember,
            "by": question.by,
            "surface": question.surface,
            "decided_at": session.now,
        }
    )
    kept = await find_turn(session, approval.turn_id)
    assert kept is not None  # approvals go with their turn
    told = await settle(session, kept, Request(decided, row.n, row.i))
    await _remember(session, kept.turn, decided)
    await resume(session, kept, [told])
    return decided


async def is_remembered(session: Session, turn: Turn, what: str | None) -> bool:
    """Whether somebody has approved `what` for the whole thread or agent."""
    if what is None:
        return False
    c = remembered.c
    for_thread = (c.scope == "thread") & (c.scope_id == turn.thread_id)
    for_agent = (c.scope == "agent") & (c.scope_id == turn.agent_id)
    here = select(c.tool).where(c.tool == what, or_(for_thread, for_agent))
    return await session.value(here) is not None


async def _remember(session: Session, turn: Turn, decided: Approval) -> None:
    if decided.decision == "deny" or decided.remembered in (None, "once"):
        return
    scope_id = turn.thread_id if decided.remembered == "thread" else turn.agent_id
    row = {"scope": decided.remembered, "scope_id": scope_id, "tool": decided.remember_as}
    if await session.find(remembered, **row) is None:
        await session.add(remembered, row)


def _check(approval: Approval, question: Decide) -> None:
    if question.decision not in approval.allowed:
        raise BadInput(
            phrase(
                "decision_not_allowed",
                "{decision!r} is not allowed here: {allowed}",
                decision=question.decision,
                allowed=", ".join(approval.allowed),
            )
        )
    if question.decision == "approve_edited" and question.arguments is None:
        raise BadInput(
            phrase("edit_without_arguments", "approve_edited needs the edited arguments")
        )
    check_size(json.dumps(question.arguments), "arguments")
    if approval.remember_as is None and question.remember != "once":
        raise BadInput(
            phrase("asked_each_time", "{tool} is asked about each time", tool=approval.tool)
        )


def _check_edited(parameters: dict[str, JsonValue], edited: Arguments | None) -> None:
    """Raises ArgumentsWrong: what the tool would not take is nothing to approve.

    A null for what need not be said says nothing.
    """
    required = parameters.get("required")
    needed = required if isinstance(required, list) else []
    said = {
        name: each for name, each in (edited or {}).items() if each is not None or name in needed
    }
    misfit = find_misfit(parameters, said) if edited is not None else None
    if misfit is not None:
        raise ArgumentsWrong(f"{misfit.place or 'arguments'}: {misfit.text}", misfit.fact)


def _edited(question: Decide) -> Arguments | None:
    return question.arguments if question.decision == "approve_edited" else None


def _first_decision(approval: Approval, question: Decide) -> Approval:
    """Raises AlreadyDecided, unless this is the first decision said once more."""
    first = (
        approval.decision,
        approval.edited_arguments,
        approval.deny_reason,
        approval.by,
        approval.surface,
    )
    if first == (
        question.decision,
        _edited(question),
        question.reason,
        question.by,
        question.surface,
    ):
        return approval
    who = approval.by or approval.surface or "the clock"
    raise AlreadyDecided(
        phrase(
            "decided",
            "{decision!r} was decided by {who} at {at} UTC",
            decision=str(approval.decision),
            who=who,
            at=f"{approval.decided_at:%Y-%m-%d %H:%M:%S}",
        )
    )
