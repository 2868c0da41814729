// Attempts to answer that failed: each stands beside the other answers, also one that left no words.
import type { AgentView, FailedAttempt, Message } from "../contract.gen";
import { emptyMessage } from "./message";

// The same object each time: what has not changed is not drawn again.
const silent = new WeakMap<FailedAttempt, Message>();

/** Those that stand in the transcript. The newest, while nothing was tried since, stands below it. */
export function earlierFailures({ failures, status, error_text, error_message_id }: AgentView): FailedAttempt[] {
  if (status !== "error") return failures;
  const newest = failures.findLast((each) => each.message_id === error_message_id && each.text === error_text);
  return failures.filter((each) => each !== newest);
}

/** What stands for an attempt that left no message. */
export function silentAnswer(failed: FailedAttempt, asked: Message): Message {
  const known = silent.get(failed);
  if (known) return known;
  const { turn_id, agent_id, at } = failed;
  const empty = emptyMessage(`failed-${turn_id}`, asked.thread_id, "assistant", at);
  const made: Message = { ...empty, anchor: asked.anchor, agent_id, turn_id, reply_to: asked.id, stop_reason: "error" };
  silent.set(failed, made);
  return made;
}

/** The store knows nothing of it: it has no place, and nothing can be done with it. */
export function isSilent({ position, stop_reason }: Message): boolean {
  return position === 0 && stop_reason === "error";
}
