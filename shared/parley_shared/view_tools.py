"""How a view follows tool calls, the sub-agents behind them and what they wait for."""

from parley_shared import events as ev
from parley_shared.agent_view import AgentView
from parley_shared.models import Child, Decided, ToolPart
from parley_shared.view_deltas import fold_step
from parley_shared.view_parts import change_context, change_tool, find_call


def start_tool(view: AgentView, event: ev.ToolCalled) -> AgentView:
    message = view.streaming_message
    if message is None or find_call(message, event.call_id):
        return view
    if view.metadata.cursor.step == event.step:
        message = fold_step(message, event.step)
    part = ToolPart(
        step=event.step,
        call_id=event.call_id,
        name=event.name,
        title=event.title,
        arguments=event.arguments,
        effect=event.effect,
        source=event.source,
    )
    message = message.model_copy(update={"parts": (*message.parts, part)})
    return view.model_copy(update={"streaming_message": message})


def finish_tool(view: AgentView, event: ev.ToolFinished) -> AgentView:
    return change_tool(
        view,
        event.call_id,
        state=event.state,
        summary=event.summary,
        artifacts=event.artifacts,
        duration_ms=event.duration_ms,
    )


def start_child(view: AgentView, event: ev.SubagentStarted) -> AgentView:
    return change_tool(view, event.call_id, child=_child(event))


def finish_child(view: AgentView, event: ev.SubagentFinished) -> AgentView:
    child = _child(event).model_copy(update={"done": True, "usage": event.usage})
    return change_tool(view, event.call_id, child=child)


def _child(event: ev.SubagentStarted | ev.SubagentFinished) -> Child:
    return Child(
        thread_id=event.child_thread_id,
        turn_id=event.child_turn_id,
        agent_id=event.child_agent_id,
    )


def request_approval(view: AgentView, event: ev.ApprovalRequested) -> AgentView:
    asked = event.approval
    others = tuple(each for each in view.runtime_context.approvals if each.id != asked.id)
    view = change_context(view, approvals=(*others, asked))
    return change_tool(view, asked.call_id, state="waiting", approval_id=asked.id)


def decide_approval(view: AgentView, event: ev.ApprovalDecided) -> AgentView:
    open_ = view.runtime_context.approvals
    view = change_context(
        view, approvals=tuple(each for each in open_ if each.id != event.approval_id)
    )
    decided = Decided(decision=event.decision, by=event.by, surface=event.surface)
    view = change_tool(view, event.call_id, state="called", decided=decided)
    if event.arguments is None:
        return view
    return change_tool(view, event.call_id, arguments=event.arguments)


def ask_question(view: AgentView, event: ev.QuestionAsked) -> AgentView:
    others = tuple(e for e in view.runtime_context.questions if e.id != event.question.id)
    return change_context(view, questions=(*others, event.question))


def answer_question(view: AgentView, event: ev.QuestionAnswered) -> AgentView:
    open_ = view.runtime_context.questions
    query = next((each for each in open_ if each.id == event.question_id), None)
    view = change_context(view, questions=tuple(each for each in open_ if each is not query))
    if query is None:
        return view
    decided = Decided(
        decision="answer" if event.surface else "expired", by=event.by, surface=event.surface
    )
    return change_tool(view, query.call_id, decided=decided)
