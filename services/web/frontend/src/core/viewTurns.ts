// How a view follows messages and the turns that answer them.
import type { AgentView, Message } from "../contract.gen";
import { emptyMessage } from "./message";
import type { Of } from "./viewEvents";
import { NO_CURSOR, foldStep, putMessage, touchThread, withContext, withMetadata, withoutMessage } from "./viewParts";

const FAILURES = 20; // attempts that failed, the newest

export function acceptMessage(view: AgentView, event: Of<"message.created">): AgentView {
  const next = touchThread(putMessage(view, event.message), { last_activity_at: event.at });
  if (event.turn_id === null) return next;
  return enqueue(next, event.turn_id, event.message.id, event.agent_id);
}

export function rejectMessage(view: AgentView, event: Of<"message.rejected">): AgentView {
  const pending = view.visible_messages.some((each) => each.id === event.message_id && each.pending);
  return pending ? withoutMessage(view, event.message_id) : view;
}

export function queueTurn(view: AgentView, event: Of<"turn.queued">): AgentView {
  const known = view.runtime_context.queue.some((each) => each.turn_id === event.turn_id);
  if (event.turn_id === null || known) return view;
  return enqueue(view, event.turn_id, event.message_id, event.agent_id);
}

function enqueue(view: AgentView, turnId: string, messageId: string, agentId: string | null): AgentView {
  const queued = { turn_id: turnId, message_id: messageId, agent_id: agentId };
  return withContext(view, { queue: [...withoutTurn(view, turnId), queued] });
}

function withoutTurn(view: AgentView, turnId: string | null) {
  return view.runtime_context.queue.filter((each) => each.turn_id !== turnId);
}

export function startTurn(view: AgentView, event: Of<"turn.started">): AgentView {
  const turn: AgentView["runtime_context"]["turn"] = {
    turn_id: event.turn_id ?? "",
    message_id: event.message_id,
    agent_id: event.agent_id,
    attempt: event.attempt || 1,
    model: event.model,
    state: "running",
    started_at: event.at,
  };
  const begun = withContext(view, { turn, queue: withoutTurn(view, event.turn_id), notice: null });
  const next: AgentView = { ...begun, error: null, error_text: null, error_fact: null, error_message_id: null, outcome: null };
  if (view.streaming_message?.id === event.answer_id) return next;
  return withMetadata({ ...next, streaming_message: beginAnswer(view, event) }, { cursor: NO_CURSOR });
}

function beginAnswer(view: AgentView, event: Of<"turn.started">): Message {
  const asked = view.visible_messages.find((each) => each.id === event.message_id);
  return {
    ...emptyMessage(event.answer_id, event.thread_id, "assistant", event.at),
    anchor: asked?.anchor ?? 0,
    source: asked?.source ?? "web",
    agent_id: event.agent_id,
    turn_id: event.turn_id,
    reply_to: event.message_id,
  };
}

export function endStep(view: AgentView, event: Of<"text.done">): AgentView {
  const { cursor } = view.metadata;
  if (view.streaming_message === null || event.step < cursor.step) return view;
  const before = event.step > cursor.step ? foldStep(view.streaming_message, cursor.step) : view.streaming_message;
  const { text, reasoning, reasoning_ms } = event;
  return withMetadata(
    // The model has answered, so nothing keeps it from that any longer.
    { ...withContext(view, { notice: null }), streaming_message: { ...before, text, reasoning, reasoning_ms } },
    { cursor: { ...NO_CURSOR, attempt: cursor.attempt, step: event.step } },
  );
}

export function readyMessage(view: AgentView, event: Of<"message.ready">): AgentView {
  const next = touchThread(putMessage(view, event.message), { last_activity_at: event.at });
  if (next.streaming_message?.id !== event.message.id) return next;
  return withMetadata({ ...next, streaming_message: null }, { cursor: NO_CURSOR });
}

export function parkTurn(view: AgentView, event: Of<"turn.parked">): AgentView {
  const { turn } = view.runtime_context;
  // While sub-agents work nobody is waited for.
  if (turn === null || turn.turn_id !== event.turn_id || event.reason === "subagents") return view;
  return withContext(view, { turn: { ...turn, state: "parked" } });
}

/** A turn is over: whatever belonged to it goes; a queued one only leaves the queue. */
function endTurn(view: AgentView, turnId: string | null, outcome: Partial<AgentView>): AgentView {
  const { turn, approvals, questions } = view.runtime_context;
  const queue = withoutTurn(view, turnId);
  if (turn === null || turn.turn_id !== turnId) return withContext(view, { queue });
  const next = withContext(view, {
    turn: null,
    queue,
    approvals: approvals.filter((each) => each.turn_id !== turnId),
    questions: questions.filter((each) => each.turn_id !== turnId),
    notice: null,
  });
  return withMetadata({ ...next, streaming_message: null, ...outcome }, { cursor: NO_CURSOR, held: [] });
}

export function finishTurn(view: AgentView, event: Of<"turn.finished">): AgentView {
  const outcome = view.outcome === "handoff" ? "handoff" : "done";
  const next = endTurn(view, event.turn_id, { outcome });
  const { thread } = next.runtime_context;
  if (thread === null || event.usage === null) return next;
  const { input_tokens, output_tokens, cost_micros } = event.usage;
  return touchThread(next, {
    total_tokens: thread.total_tokens + input_tokens + output_tokens,
    cost_micros: thread.cost_micros + (cost_micros ?? 0),
  });
}

export function failTurn(view: AgentView, event: Of<"turn.failed">): AgentView {
  const { turn_id, message_id, agent_id, code, text, fact = null, at } = event; // earlier versions told no fact
  const failed = { turn_id: turn_id ?? "", message_id, agent_id, code, text, fact, at };
  const next = { ...view, failures: [...view.failures, failed].slice(-FAILURES) };
  const error_message_id = view.runtime_context.turn?.message_id ?? null;
  const said = { error: code, error_text: text, error_fact: fact, error_message_id };
  return endTurn(next, turn_id, { outcome: "failed", ...said });
}

export function cancelTurn(view: AgentView, event: Of<"turn.cancelled">): AgentView {
  return endTurn(view, event.turn_id, { outcome: "cancelled" });
}
