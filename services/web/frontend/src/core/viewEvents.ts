// How each durable event changes what people see; the twin of parley_shared/view_events.py.
import type { AgentView } from "../contract.gen";
import type { Durable, UnknownEvent } from "./contract";
import { putDelivery, putMessage, touchThread, withContext, withThread, withTool, withoutMessage } from "./viewParts";
import {
  answerQuestion,
  askQuestion,
  decideApproval,
  finishChild,
  finishTool,
  requestApproval,
  startChild,
  startTool,
} from "./viewTools";
import {
  acceptMessage,
  cancelTurn,
  endStep,
  failTurn,
  finishTurn,
  parkTurn,
  queueTurn,
  readyMessage,
  rejectMessage,
  startTurn,
} from "./viewTurns";

export type Of<K extends Durable["kind"]> = Extract<Durable, { kind: K }>;

type Changes = { [K in Durable["kind"]]: ((view: AgentView, event: Of<K>) => AgentView) | null };

// Every kind has its line, so that a new one in the contract is an error here; null changes nothing to see.
const CHANGES: Changes = {
  "thread.created": (view, event) => withThread(view, event.thread),
  "thread.updated": (view, event) => {
    const next = withThread(view, event.thread);
    // A thread that is told again after it was deleted has been restored.
    return next.outcome === "deleted" ? { ...next, outcome: null } : next;
  },
  "thread.deleted": (view, event) => ({ ...withThread(view, event.thread), outcome: "deleted" }),
  "message.created": acceptMessage,
  "message.updated": (view, { message }) => {
    // One that is not in view stays out of it: it stands before the first that is.
    const known = view.visible_messages.some((each) => each.id === message.id);
    return known ? putMessage(view, message) : view;
  },
  "message.deleted": (view, event) => withoutMessage(view, event.message_id),
  "message.rejected": rejectMessage,
  "turn.queued": queueTurn,
  "turn.started": startTurn,
  "text.done": endStep,
  "tool.called": startTool,
  "tool.started": (view, event) => withTool(view, event.call_id, { state: "started" }),
  "tool.finished": finishTool,
  "approval.requested": requestApproval,
  "approval.decided": decideApproval,
  "question.asked": askQuestion,
  "question.answered": answerQuestion,
  "steer.added": (view, event) => {
    const queue = view.runtime_context.queue.filter((each) => each.message_id !== event.message_id);
    return withContext(view, { queue });
  },
  "todos.updated": (view, event) => withContext(view, { todos: event.todos }),
  "workspace.changed": null,
  "agent.handoff": (view, event) => ({ ...view, outcome: "handoff", agent_id: event.to_agent }),
  "subagent.started": startChild,
  "subagent.finished": finishChild,
  "context.compacted": null,
  "usage.reported": null,
  "model.retrying": (view, { model, code, wait_ms }) =>
    withContext(view, { notice: { kind: "retrying", model, code, wait_ms, next_model: null } }),
  "model.fallback": (view, { model, code, next_model }) =>
    withContext(view, { notice: { kind: "fallback", model, code, wait_ms: null, next_model } }),
  "message.ready": readyMessage,
  "turn.parked": parkTurn,
  "turn.finished": finishTurn,
  "turn.failed": failTurn,
  "turn.cancelled": cancelTurn,
  "title.changed": (view, event) => touchThread(view, { title: event.title }),
  "delivery.updated": (view, { message_id, channel, chat, state, reason, fact = null }) =>
    putDelivery(view, message_id, { channel, chat, state, reason, fact }),
  "agent.shutdown": null,
};

export function isKnown(event: Durable | UnknownEvent): event is Durable {
  return Object.hasOwn(CHANGES, event.kind);
}

/** The view after `event`; kinds that change nothing to see leave it as it is. */
export function change(view: AgentView, event: Durable): AgentView {
  // The table pairs each kind with its own event, which the compiler cannot follow through an index.
  const how = CHANGES[event.kind] as ((view: AgentView, event: Durable) => AgentView) | null;
  return how === null ? view : how(view, event);
}
