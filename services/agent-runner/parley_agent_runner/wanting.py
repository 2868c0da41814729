"""What a call asks of others: a tool, a person's approval or answer, a sub-agent's work. Pure."""

from collections.abc import Mapping

from parley_shared.ids import call_id
from parley_shared.journal import ToolCall
from parley_shared.models import Arguments, Limits
from parley_shared.store import ApprovalWanted, ChildWanted, QueryWanted

from parley_agent_runner.assembler import AssembledCall
from parley_agent_runner.tools.approving import Need, bind
from parley_agent_runner.tools.declaration import AnyTool, Asked


def describe_call(
    turn_id: str, n: int, i: int, call: AssembledCall, tools: Mapping[str, AnyTool]
) -> ToolCall:
    """What the model asked for, with what is known of the tool and why it can't be run."""
    arguments, invalid = call.read()
    tool = tools.get(call.name)
    if tool is not None and invalid is None:
        invalid = tool.find_fault(arguments)
    return ToolCall(
        call_id=call_id(turn_id, n, i),
        provider_call_id=call.provider_call_id,
        name=call.name,
        title=tool.title if tool else call.name,
        arguments=arguments,
        invalid=invalid,
        effect=tool.effect if tool else "effect",
        source=tool.source if tool else "unknown",
    )


def want_approval(n: int, i: int, call: ToolCall, tool: AnyTool, need: Need) -> ApprovalWanted:
    return ApprovalWanted(
        n=n,
        i=i,
        call_id=call.call_id,
        tool=call.name,
        arguments=call.arguments,
        binding=bind(tool, call.arguments),
        parameters=tool.describe().parameters,
        remember_as=need.remember_as,
        reason=need.reason,
        expires_in=tool.expires_in,
    )


def want_answer(
    n: int, i: int, call: ToolCall, tool: AnyTool, asked: Asked, round: int = 0
) -> QueryWanted:
    return QueryWanted(
        n=n,
        i=i,
        call_id=call.call_id,
        round=round,
        query_kind=asked.kind,
        text=asked.text,
        options=tuple((option, option) for option in asked.options),
        expires_in=tool.expires_in,
    )


def want_child(
    n: int,
    i: int,
    call: ToolCall,
    tool: AnyTool,
    arguments: Arguments,
    *,
    limits: Limits,
    origin: str,
) -> ChildWanted:
    """`arguments` may be a person's; `origin` is whose text led to the call."""
    assert tool.delegates is not None  # or it would be run
    given = tool.delegates(tool.arguments.model_validate(arguments))
    return ChildWanted(
        n=n,
        i=i,
        call_id=call.call_id,
        agent_id=given.agent_id,
        prompt=given.prompt,
        limits=limits,
        origin=origin,
    )
