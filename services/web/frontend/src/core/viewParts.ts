// The small changes that events and deltas make to a view; each gives a new view and leaves the old one as it was.
import type { AgentView, Delivery, Message, Metadata, RuntimeContext, Thread, ToolPart } from "../contract.gen";

export const NO_CURSOR: Metadata["cursor"] = { attempt: 0, step: -1, n: -1, done: true, holed: false };

export function withContext(view: AgentView, changes: Partial<RuntimeContext>): AgentView {
  return { ...view, runtime_context: { ...view.runtime_context, ...changes } };
}

export function withMetadata(view: AgentView, changes: Partial<Metadata>): AgentView {
  return { ...view, metadata: { ...view.metadata, ...changes } };
}

export function withThread(view: AgentView, thread: Thread): AgentView {
  return { ...withContext(view, { thread }), agent_id: thread.agent_id };
}

/** Change fields of the thread, if the view knows it. */
export function touchThread(view: AgentView, changes: Partial<Thread>): AgentView {
  const { thread } = view.runtime_context;
  return thread === null ? view : withContext(view, { thread: { ...thread, ...changes } });
}

/** Insert or replace by id, in the order shown; pending ones last. */
export function putMessage(view: AgentView, message: Message): AgentView {
  const others = view.visible_messages.filter((each) => each.id !== message.id);
  return { ...view, visible_messages: [...others, message].sort(byPlace) };
}

export function withoutMessage(view: AgentView, messageId: string): AgentView {
  return { ...view, visible_messages: view.visible_messages.filter((each) => each.id !== messageId) };
}

export function byPlace(a: Message, b: Message): number {
  return Number(a.pending) - Number(b.pending) || a.anchor - b.anchor || a.position - b.position;
}

/** At its message, in place of what was known of the same chat. */
export function putDelivery(view: AgentView, messageId: string, delivery: Delivery): AgentView {
  const visible_messages = view.visible_messages.map((each) =>
    each.id === messageId ? { ...each, deliveries: withDelivery(each.deliveries, delivery) } : each,
  );
  return { ...view, visible_messages };
}

function withDelivery(known: Delivery[], delivery: Delivery): Delivery[] {
  const isSame = (each: Delivery) => each.channel === delivery.channel && each.chat === delivery.chat;
  if (!known.some(isSame)) return [...known, delivery];
  return known.map((each) => (isSame(each) ? delivery : each));
}

/** Move the text of a step that was not the answer in front of what follows it. */
export function foldStep(message: Message, step: number): Message {
  if (message.text === "" && message.reasoning === "") return message;
  const { text, reasoning, reasoning_ms } = message;
  return {
    ...message,
    parts: [...message.parts, { kind: "text", step, text, reasoning, reasoning_ms }],
    text: "",
    reasoning: "",
    reasoning_ms: null,
  };
}

export function findCall(message: Message | null, callId: string): ToolPart | undefined {
  return message?.parts.find((part): part is ToolPart => part.kind === "tool" && part.call_id === callId);
}

/** Change a tool call of the answer that is being made. */
export function withTool(view: AgentView, callId: string, changes: Partial<ToolPart>): AgentView {
  const message = view.streaming_message;
  const known = findCall(message, callId);
  if (message === null || known === undefined) return view;
  const parts = message.parts.map((part) => (part === known ? { ...known, ...changes } : part));
  return { ...view, streaming_message: { ...message, parts } };
}
