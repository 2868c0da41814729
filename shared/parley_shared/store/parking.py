"""What a turn waits for without a runner: people, and sub-agents."""

from typing import Literal

from pydantic import JsonValue

from parley_shared.models import Approval, Arguments, Limits, Model, Query
from parley_shared.questions import Question


class ApprovalWanted(Model):
    n: int
    i: int
    call_id: str
    tool: str
    arguments: Arguments = {}
    binding: str = ""
    parameters: dict[str, JsonValue] = {}  # the tool's JSON schema: edited arguments must fit it
    remember_as: str | None = None
    reason: str = ""
    allowed: tuple[Literal["approve", "approve_edited", "deny"], ...] = (
        "approve",
        "approve_edited",
        "deny",
    )
    expires_in: int = 7 * 86400  # seconds


class QueryWanted(Model):
    n: int
    i: int
    call_id: str
    round: int = 0  # what the call has asked before
    query_kind: Literal["single", "multi", "free"]
    text: str
    options: tuple[tuple[str, str], ...] = ()  # value, label
    expires_in: int = 7 * 86400  # seconds


class ChildWanted(Model):
    """A call that is a turn of another agent."""

    n: int
    i: int
    call_id: str
    agent_id: str
    prompt: str
    limits: Limits
    origin: str = ""


class Parked(Model):
    """`decided`: everything is already decided, so go on; else the turn waits without a runner."""

    decided: bool


class Park(Question[Parked]):
    """Wait for humans; creates what they decide. Raises Stale.

    Sub-agents are begun once no human is waited for.
    """

    verb = "turn.park"
    answer = Parked
    turn_id: str
    fence: int
    approvals: tuple[ApprovalWanted, ...] = ()
    queries: tuple[QueryWanted, ...] = ()
    children: tuple[ChildWanted, ...] = ()
    reason: str = "approval"


class OpenRequests(Model):
    approvals: tuple[Approval, ...] = ()
    queries: tuple[Query, ...] = ()


class GetOpenRequests(Question[OpenRequests]):
    """What waits for a human, oldest first: all of it, that of one thread, or the one named."""

    verb = "approval.list"
    answer = OpenRequests
    thread_id: str | None = None
    request_id: str | None = None
