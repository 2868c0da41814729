// Keeps words on screen while they are written anew: after a fault, or by a snapshot that is a little behind, text that
// was read would vanish and come again.
import type { AgentView, Message } from "../contract.gen";

/** An answer in the making, as it is shown. */
export interface Growing {
  message: Message;
  /** What is shown was said before a fault; the newer attempt has not come as far. */
  goesOn: boolean;
}

/** What to show of the view's answer after `shown`. A step that has ended is shown as it is, whatever stood there. */
export function growSteadily(shown: Growing | null, view: AgentView): Growing | null {
  const message = view.streaming_message;
  if (message === null) return null;
  const before = isSamePlace(shown?.message, message) && !hasEnded(view) ? shown.message : message;
  const next = isBehind(message, before) ? withWords(message, before) : message;
  const goesOn = isAnew(view) && (next !== message || isStale(view));
  return shown?.goesOn === goesOn && isSame(shown.message, next) ? shown : { message: next, goesOn };
}

function isSamePlace(shown: Message | undefined, message: Message): shown is Message {
  return shown?.id === message.id && shown.parts.length === message.parts.length;
}

function hasEnded({ metadata: { cursor } }: AgentView): boolean {
  return cursor.done && cursor.step >= 0;
}

function isBehind(message: Message, shown: Message): boolean {
  if (message.text !== "" || shown.text !== "") return message.text.length < shown.text.length;
  return message.reasoning.length < shown.reasoning.length;
}

function withWords(message: Message, { text, reasoning, reasoning_ms }: Message): Message {
  return { ...message, text, reasoning, reasoning_ms };
}

function isAnew({ runtime_context: { turn } }: AgentView): boolean {
  return turn !== null && turn.attempt > 1;
}

/** The newer attempt has not said a word yet. */
function isStale({ metadata: { cursor }, runtime_context: { turn } }: AgentView): boolean {
  return !cursor.done && turn !== null && cursor.attempt < turn.attempt;
}

function isSame(shown: Message, next: Message): boolean {
  const keys = ["text", "reasoning", "reasoning_ms", "parts", "artifacts"] as const;
  return shown === next || keys.every((key) => shown[key] === next[key]);
}
