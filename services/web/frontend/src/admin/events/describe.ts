// One line about an event: what is particular about it, without what every event has.
import type { Heard } from "./feed";

const COMMON = new Set(["kind", "id", "thread_id", "seq", "at", "turn_id"]);
const LONGEST = 160; // characters

export function describe(event: Heard): string {
  const own = Object.entries(event).filter(([name, value]) => !COMMON.has(name) && value !== null && value !== "");
  return cut(own.map(([name, value]) => `${name}=${write(value)}`).join(" "));
}

/** Of what is nested the part that people wrote or read. */
function write(value: unknown): string {
  if (typeof value === "string") return /\s/.test(value) ? `“${value}”` : value;
  if (typeof value !== "object" || value === null) return String(value);
  const { text, title, name, code } = value as Record<string, unknown>;
  const said = [text, title, name, code].find((each) => typeof each === "string" && each !== "");
  return said === undefined ? JSON.stringify(value) : `“${String(said)}”`;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

export type Tone = "plain" | "wait" | "bad" | "good";

/** Amber only means “waits for you”. */
export function toneOf(event: Heard): Tone {
  const { kind } = event;
  if (kind === "approval.requested" || kind === "question.asked" || kind === "turn.parked") return "wait";
  if (kind === "turn.failed" || kind === "message.rejected" || kind === "model.retrying") return "bad";
  if (kind === "tool.finished" && (event as { state?: string }).state !== "done") return "bad";
  return kind === "turn.finished" || kind === "message.ready" ? "good" : "plain";
}

const DELTAS = new Set(["text.delta", "reasoning.delta", "tool.progress"]);

export function isDelta(event: Heard): boolean {
  return DELTAS.has(event.kind);
}

/** Every word must stand somewhere in the event. */
export function fits(event: Heard, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = JSON.stringify(event).toLowerCase();
  return words.every((word) => text.includes(word));
}
