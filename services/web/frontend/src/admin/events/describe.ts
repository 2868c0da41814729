// One line about an event: what is particular about it, without what every event has.
import type { Heard } from "./feed";
import { SUBAGENTS } from "./spans";

const COMMON = new Set(["kind", "id", "thread_id", "seq", "at", "turn_id"]);
const LONGEST = 160; // characters

/** Ids and counters come last: they are looked for, not read. */
export function describe(event: Heard): string {
  const own = Object.entries(event).filter(([name, value]) => !COMMON.has(name) && !isEmpty(value));
  const read = own.filter(([name]) => !isPlace(name));
  return cut([...read, ...own.filter(([name]) => isPlace(name))].map(pair).join(" "));
}

function isPlace(name: string): boolean {
  return name.endsWith("_id") || name === "attempt" || name === "step";
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function pair([name, value]: [string, unknown]): string {
  return `${name}=${write(value)}`;
}

/** Of what is nested the part that people wrote or read. */
function write(value: unknown): string {
  if (typeof value === "string") return /\s/.test(value) ? `“${value}”` : value;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return value.map(write).join(", ");
  const { text, title, name, code } = value as Record<string, unknown>;
  const said = [text, title, name, code].find((each) => typeof each === "string" && each !== "");
  if (said !== undefined) return `“${String(said)}”`;
  const filled = Object.entries(value).filter(([, each]) => !isEmpty(each) && each !== 0 && each !== false);
  return `(${filled.map(pair).join(" ")})`;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

export type Tone = "plain" | "wait" | "bad" | "good";

/** Amber only means “waits for you”. */
export function toneOf(event: Heard): Tone {
  const { kind } = event;
  if (kind === "approval.requested" || kind === "question.asked") return "wait";
  if (kind === "turn.parked") return (event as { reason?: string }).reason === SUBAGENTS ? "plain" : "wait";
  if (kind === "turn.failed" || kind === "message.rejected" || kind === "model.retrying") return "bad";
  if (kind === "tool.finished" && (event as { state?: string }).state !== "done") return "bad";
  return kind === "turn.finished" || kind === "message.ready" ? "good" : "plain";
}

const DELTAS = new Set(["text.delta", "reasoning.delta", "tool.progress"]);

export function isDelta(event: Heard): boolean {
  return DELTAS.has(event.kind);
}

export function agentOf(event: Heard): string | null {
  return (event as { agent_id?: string | null }).agent_id ?? null;
}

/** Every word must stand somewhere in the event. */
export function fits(event: Heard, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = JSON.stringify(event).toLowerCase();
  return words.every((word) => text.includes(word));
}
