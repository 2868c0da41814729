// The newest prompts that this tab has heard of a thread: nobody else keeps them, so a reload must not lose them.
import type { Event, UnknownEvent } from "./contract";

const PREFIX = "parley.prompts.";
const MOST = 20;
const LARGEST = 2_000_000; // characters of one thread's; a tab may keep about five million

export interface KeptPrompt {
  at: number; // ms, by this clock
  event: Event | UnknownEvent;
}

export function recallPrompts(threadId: string): KeptPrompt[] {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + threadId) ?? "[]") as KeptPrompt[];
  } catch {
    return [];
  }
}

/** Every other event is let pass. Where the tab has no room the older ones go. */
export function keepPrompt(threadId: string, prompt: KeptPrompt): void {
  if (prompt.event.kind !== "debug.prompt") return;
  const kept = [...recallPrompts(threadId), prompt].slice(-MOST);
  while (kept.length > 0 && !write(threadId, kept)) kept.shift();
}

/** Of all threads: whoever signs in here next has not heard them. */
export function forgetPrompts(): void {
  try {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
    names.forEach((name) => sessionStorage.removeItem(name));
  } catch {
    // A browser that forbids it has kept nothing.
  }
}

function write(threadId: string, kept: KeptPrompt[]): boolean {
  const text = JSON.stringify(kept);
  if (text.length > LARGEST) return false;
  try {
    sessionStorage.setItem(PREFIX + threadId, text);
    return true;
  } catch {
    return false;
  }
}
