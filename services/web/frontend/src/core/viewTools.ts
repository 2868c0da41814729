// How a view follows tool calls and what they wait for.
import type { AgentView, Child, Decided, ToolPart } from "../contract.gen";
import type { Of } from "./viewEvents";
import { findCall, foldStep, withContext, withTool } from "./viewParts";

export function startTool(view: AgentView, event: Of<"tool.called">): AgentView {
  const streaming = view.streaming_message;
  if (streaming === null || findCall(streaming, event.call_id) !== undefined) return view;
  const message = view.metadata.cursor.step === event.step ? foldStep(streaming, event.step) : streaming;
  const part: ToolPart = {
    kind: "tool",
    step: event.step,
    call_id: event.call_id,
    name: event.name,
    title: event.title,
    arguments: event.arguments,
    effect: event.effect,
    source: event.source,
    state: "called",
    output: "",
    summary: "",
    origin: "",
    artifacts: [],
    duration_ms: null,
    approval_id: null,
    decided: null,
    child: null,
  };
  return { ...view, streaming_message: { ...message, parts: [...message.parts, part] } };
}

export function finishTool(view: AgentView, event: Of<"tool.finished">): AgentView {
  const { state, summary, artifacts, duration_ms } = event;
  return withTool(view, event.call_id, { state, summary, artifacts, duration_ms });
}

export function startChild(view: AgentView, event: Of<"subagent.started">): AgentView {
  return withTool(view, event.call_id, { child: childOf(event) });
}

export function finishChild(view: AgentView, event: Of<"subagent.finished">): AgentView {
  return withTool(view, event.call_id, { child: { ...childOf(event), done: true, usage: event.usage } });
}

function childOf(event: Of<"subagent.started"> | Of<"subagent.finished">): Child {
  const { child_thread_id, child_turn_id, child_agent_id } = event;
  return { thread_id: child_thread_id, turn_id: child_turn_id, agent_id: child_agent_id, done: false, usage: null };
}

export function requestApproval(view: AgentView, event: Of<"approval.requested">): AgentView {
  const { approval } = event;
  const others = view.runtime_context.approvals.filter((each) => each.id !== approval.id);
  const next = withContext(view, { approvals: [...others, approval] });
  return withTool(next, approval.call_id, { state: "waiting", approval_id: approval.id });
}

export function decideApproval(view: AgentView, event: Of<"approval.decided">): AgentView {
  const approvals = view.runtime_context.approvals.filter((each) => each.id !== event.approval_id);
  const decided: Decided = { decision: event.decision, by: event.by, surface: event.surface };
  const next = withTool(withContext(view, { approvals }), event.call_id, { state: "called", decided });
  return event.arguments === null ? next : withTool(next, event.call_id, { arguments: event.arguments });
}

export function askQuestion(view: AgentView, event: Of<"question.asked">): AgentView {
  const others = view.runtime_context.questions.filter((each) => each.id !== event.question.id);
  return withContext(view, { questions: [...others, event.question] });
}

export function answerQuestion(view: AgentView, event: Of<"question.answered">): AgentView {
  const query = view.runtime_context.questions.find((each) => each.id === event.question_id);
  if (!query) return view;
  const questions = view.runtime_context.questions.filter((each) => each !== query);
  const decision = event.surface === null ? "expired" : "answer";
  const decided: Decided = { decision, by: event.by, surface: event.surface };
  return withTool(withContext(view, { questions }), query.call_id, { decided });
}
