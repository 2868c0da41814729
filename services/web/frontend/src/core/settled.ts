// Tells the tokens of an answer from everything else that changes in a thread: what does not show them is not drawn
// with them.
import type { ThreadState } from "./thread";

/** Nothing but tokens lies between the two. */
export function isSameButTokens(before: ThreadState, now: ThreadState): boolean {
  return (
    isSameBut(["view"], before, now) &&
    isSameBut(["streaming_message", "metadata"], before.view, now.view) &&
    isSameBut(["cursor", "held"], before.view.metadata, now.view.metadata) &&
    before.view.streaming_message?.id === now.view.streaming_message?.id
  );
}

function isSameBut<T extends object>(left: (keyof T)[], before: T, now: T): boolean {
  const keys = Object.keys(now) as (keyof T)[]; // both have the same ones
  return keys.every((key) => left.includes(key) || before[key] === now[key]);
}
