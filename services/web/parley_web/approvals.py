"""What waits for a human: calls to approve, calls of unknown outcome, questions to answer."""

from typing import Literal

from parley_shared.commands import AnswerQuery, Decide, RetryCall, SettleCall
from parley_shared.frames import NewAnswer, NewDecision, NewSettlement
from parley_shared.models import Approval, Message, Query
from parley_shared.store import GetOpenRequests, OpenRequests, SignedIn

from parley_web.web import Here, Id, Who, make_router, name_of, surface_of

router = make_router("/api", "approvals")


@router.get("/approvals")
async def list_open(
    web: Here, state: Literal["pending"] = "pending", thread_id: str | None = None
) -> OpenRequests:
    """Oldest first; only what is pending is listed."""
    return await web.bus.ask(GetOpenRequests(thread_id=thread_id))


@router.post("/approvals/{approval_id}")
async def decide(approval_id: Id, new: NewDecision, web: Here, who: Who) -> Approval:
    """The first decision wins: the second gets 409 with who decided and when."""
    return await web.change(ask_to_decide(approval_id, new, who))


@router.post("/questions/{question_id}")
async def answer(question_id: Id, new: NewAnswer, web: Here, who: Who) -> Query:
    question = AnswerQuery(
        question_id=question_id, answers=new.answers, by=name_of(who), surface=surface_of(who)
    )
    return await web.change(question)


@router.post("/messages/{message_id}/calls/{call_id}")
async def settle(message_id: Id, call_id: Id, new: NewSettlement, web: Here, who: Who) -> Message:
    """Of a call of unknown outcome: it has happened, or it did not and the agent is asked again."""
    question = SettleCall(
        message_id=message_id,
        call_id=call_id,
        happened=new.happened,
        text=new.text,
        by=name_of(who),
        surface=surface_of(who),
    )
    return await web.change(question)


@router.post("/messages/{message_id}/calls/{call_id}/retry")
async def retry_call(message_id: Id, call_id: Id, web: Here, who: Who) -> Message:
    """Of a call that failed: the agent is asked for it once more, by the message that is given."""
    question = RetryCall(
        message_id=message_id, call_id=call_id, by=name_of(who), surface=surface_of(who)
    )
    return await web.change(question)


def ask_to_decide(approval_id: str, new: NewDecision, who: SignedIn) -> Decide:
    return Decide(
        approval_id=approval_id,
        decision=new.decision,
        arguments=new.arguments,
        reason=new.reason,
        remember=new.remember,
        by=name_of(who),
        surface=surface_of(who),
    )
