// The one place where events become what people see; the twin of parley_shared/view.py, green on the same vectors.
import type { AgentView, Message } from "../contract.gen";
import type { Delta, Durable, Event, UnknownEvent } from "./contract";
import { emptyMessage } from "./message";
import { releaseHeld, take } from "./viewDeltas";
import { change, isKnown } from "./viewEvents";
import { putMessage, withMetadata } from "./viewParts";

const MARKS = 20; // of the newest events
const DELTAS = new Set(["text.delta", "reasoning.delta", "tool.progress"]);

export function initial(threadId: string): AgentView {
  return {
    thread_id: threadId,
    agent_id: null,
    seq: 0,
    runtime_context: {
      thread: null,
      turn: null,
      queue: [],
      approvals: [],
      questions: [],
      todos: [],
      notice: null,
    },
    visible_messages: [],
    streaming_message: null,
    events: [],
    status: "idle",
    error: null,
    error_text: null,
    error_fact: null,
    error_message_id: null,
    failures: [],
    outcome: null,
    metadata: {
      gap: false,
      unknown_kinds: 0,
      has_earlier: false,
      cursor: { attempt: 0, step: -1, n: -1, done: true, holed: false },
      held: [],
    },
  };
}

/** Show what is being sent at once, trimmed and `pending`; nothing for an empty text. */
export function beforeTurn(view: AgentView, text: string, messageId: string, at: string): AgentView {
  const shown = view.visible_messages.some((each) => each.id === messageId);
  if (text.trim() === "" || shown) return view;
  const message: Message = {
    ...emptyMessage(messageId, view.thread_id, "user", at),
    text: text.trim(),
    pending: true,
  };
  return { ...view, visible_messages: [...view.visible_messages, message] };
}

/** Put the stored answer in, whatever was heard of it before. */
export function afterTurn(view: AgentView, result: Message): AgentView {
  const next = putMessage(view, result);
  return next.streaming_message?.id === result.id ? { ...next, streaming_message: null } : next;
}

/** The view after `event`. A repeat changes nothing; a missing one before it sets `gap`. */
export function apply(view: AgentView, event: Event | UnknownEvent): AgentView {
  if (event.thread_id !== view.thread_id) return view;
  if (DELTAS.has(event.kind)) return take(view, event as Delta);
  if (!("seq" in event) || typeof event.seq !== "number") return view;
  if (event.seq <= view.seq) return view;
  if (event.seq !== view.seq + 1) return withMetadata(view, { gap: true });
  return withStatus(releaseHeld(step(view, event, event.seq)));
}

function step(view: AgentView, event: Durable | UnknownEvent, seq: number): AgentView {
  if (!isKnown(event)) {
    const unknownKinds = view.metadata.unknown_kinds + 1;
    return withMetadata({ ...view, seq }, { unknown_kinds: unknownKinds, gap: false });
  }
  const marks = [...view.events, { seq, kind: event.kind, at: event.at }].slice(-MARKS);
  return change(withMetadata({ ...view, seq, events: marks }, { gap: false }), event);
}

function withStatus(view: AgentView): AgentView {
  const status = statusOf(view);
  return view.status === status ? view : { ...view, status };
}

function statusOf(view: AgentView): AgentView["status"] {
  const { turn, queue } = view.runtime_context;
  if (turn !== null) return turn.state === "parked" ? "interrupted" : "running";
  if (queue.length > 0) return "running";
  if (view.outcome === "failed") return "error";
  return view.outcome === "handoff" ? "handoff" : "idle";
}
