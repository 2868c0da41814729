// How tokens that are told but not kept grow the streaming message; the twin of parley_shared/view_deltas.py.
import type { AgentView, Message, ReasoningDelta, TextDelta, ToolProgress } from "../contract.gen";
import type { Delta } from "./contract";
import { findCall, foldStep, withContext, withMetadata, withTool } from "./viewParts";

const HELD = 64; // deltas that may wait for the event they follow
const OUTPUT_LIMIT = 8_000; // characters of a tool's live output that are shown

/** Apply a delta, hold it if the event it follows has not come yet, or drop a late one. */
export function take(view: AgentView, delta: Delta): AgentView {
  if (view.visible_messages.some((message) => message.id === delta.message_id)) return view;
  if (!isDue(view, delta)) {
    return withMetadata(view, { held: [...view.metadata.held, delta].slice(-HELD) });
  }
  const { turn } = view.runtime_context;
  if (turn === null || delta.attempt < turn.attempt || view.streaming_message === null) return view;
  if (delta.kind === "tool.progress") return growOutput(view, delta);
  return growText(view, view.streaming_message, delta);
}

/** Try held deltas again, in order, after an event has come. */
export function releaseHeld(view: AgentView): AgentView {
  const { held } = view.metadata;
  return held.length === 0 ? view : held.reduce(take, withMetadata(view, { held: [] }));
}

function isDue(view: AgentView, delta: Delta): boolean {
  const { turn } = view.runtime_context;
  if (turn === null || turn.turn_id !== delta.turn_id || delta.attempt > turn.attempt) return false;
  if (delta.kind === "tool.progress") return findCall(view.streaming_message, delta.call_id) !== undefined;
  const { cursor } = view.metadata;
  return delta.step <= cursor.step || cursor.done;
}

function growOutput(view: AgentView, delta: ToolProgress): AgentView {
  const output = findCall(view.streaming_message, delta.call_id)?.output ?? "";
  return withTool(view, delta.call_id, { output: lastCharacters(output + delta.text) });
}

// Characters, not UTF-16 units: every surface shows the same.
function lastCharacters(text: string): string {
  return text.length <= OUTPUT_LIMIT ? text : [...text].slice(-OUTPUT_LIMIT).join("");
}

function growText(view: AgentView, streaming: Message, delta: TextDelta | ReasoningDelta): AgentView {
  let message = streaming;
  let { cursor } = view.metadata;
  if (delta.step < cursor.step || (delta.step === cursor.step && cursor.done)) return view;
  if (delta.step > cursor.step) {
    message = foldStep(message, cursor.step);
    cursor = begin(delta);
  } else if (delta.attempt > cursor.attempt) {
    cursor = begin(delta);
  } else if (delta.attempt < cursor.attempt || delta.n <= cursor.n) {
    return view;
  }
  if (!delta.whole && (cursor.holed || delta.n !== cursor.n + 1)) {
    return withMetadata(view, { cursor: { ...cursor, holed: true } });
  }
  const replace = cursor.n < 0 || delta.whole;
  cursor = { ...cursor, n: delta.n, holed: false };
  message = { ...message, ...textsAfter(message, delta, replace) };
  return withoutNotice({ ...withMetadata(view, { cursor }), streaming_message: message });
}

function begin(delta: Delta): AgentView["metadata"]["cursor"] {
  return { attempt: delta.attempt, step: delta.step, n: -1, done: false, holed: false };
}

/** The step's text and reasoning after `delta`; the first delta of an attempt replaces both. */
function textsAfter(
  message: Message,
  delta: TextDelta | ReasoningDelta,
  replace: boolean,
): Pick<Message, "text" | "reasoning"> {
  const text = replace ? "" : message.text;
  const reasoning = replace ? "" : message.reasoning;
  if (delta.kind === "reasoning.delta") return { text, reasoning: reasoning + delta.text };
  return { text: text + delta.text, reasoning: reasoning + delta.reasoning };
}

function withoutNotice(view: AgentView): AgentView {
  return view.runtime_context.notice === null ? view : withContext(view, { notice: null });
}
