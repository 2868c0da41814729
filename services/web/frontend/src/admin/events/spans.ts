// What the turns of a thread took, and what within them took how long.
import type { Durable } from "../../core/contract";

export interface Span {
  key: string;
  name: string;
  kind: "model" | "tool" | "wait";
  from: number; // ms since 1970
  to: number; // while it is open: now
  failed: boolean;
}

export interface TurnSpan {
  turnId: string;
  agentId: string | null;
  from: number;
  to: number;
  state: "running" | "done" | "failed" | "cancelled";
  spans: Span[];
}

/** Why a turn is parked, when it is not for a person. */
export const SUBAGENTS = "subagents";

const NAMELESS = { name: "", from: 0, runs: false };
const ENDS = { "turn.finished": "done", "turn.failed": "failed", "turn.cancelled": "cancelled" } as const;

/** The newest turn first. What has not ended yet goes on until `now`. */
export function spansOf(events: Durable[], now: number): TurnSpan[] {
  const turns = new Map<string, Building>();
  for (const event of events) {
    if (event.turn_id === null || event.turn_id === undefined) continue;
    const known = turns.get(event.turn_id);
    if (known) take(known, event);
    else if (event.kind === "turn.started") turns.set(event.turn_id, begin(event));
  }
  return [...turns.values()].map((building) => show(building, now)).reverse();
}

function show(building: Building, now: number): TurnSpan {
  const { turn } = building;
  if (turn.state !== "running") return turn;
  turn.to = Math.max(turn.to, now);
  if (building.waits !== null) add(turn, "wait open", "", "wait", building.waits, turn.to, false);
  for (const [callId, { name, from, runs }] of building.tools) {
    if (runs) add(turn, callId, name, "tool", from, turn.to, false);
  }
  if (building.asked !== null) add(turn, "model open", building.model, "model", building.asked, turn.to, false);
  return turn;
}

interface Building {
  turn: TurnSpan;
  model: string;
  attempt: number;
  /** Since when the model is asked; null while it is not. */
  asked: number | null;
  /** Since when it waits for a person; null while it does not. */
  waits: number | null;
  tools: Map<string, { name: string; from: number; runs: boolean }>;
}

function begin(event: Extract<Durable, { kind: "turn.started" }>): Building {
  const at = Date.parse(event.at);
  const turn: TurnSpan = {
    ...{ turnId: event.turn_id ?? "", agentId: event.agent_id, from: at, to: at },
    ...{ state: "running", spans: [] },
  };
  return { turn, model: event.model, attempt: event.attempt ?? 0, asked: at, waits: null, tools: new Map() };
}

function take(building: Building, event: Durable): void {
  const { turn } = building;
  const at = Date.parse(event.at);
  turn.to = Math.max(turn.to, at);
  switch (event.kind) {
    case "turn.started":
      // A new attempt follows a fault, and what was asked then was cut off.
      if (building.asked !== null && event.attempt !== building.attempt)
        add(turn, `cut ${event.seq}`, building.model, "model", building.asked, at, true);
      building.attempt = event.attempt ?? 0;
      building.asked = at;
      closeWait(building, at);
      return;
    case "text.done":
      if (building.asked !== null) add(turn, `model ${event.seq}`, building.model, "model", building.asked, at, false);
      building.asked = null;
      return;
    case "tool.called":
      building.tools.set(event.call_id, { name: event.title || event.name, from: at, runs: false });
      return;
    case "tool.started":
    case "subagent.started":
      building.tools.set(event.call_id, { ...(building.tools.get(event.call_id) ?? NAMELESS), from: at, runs: true });
      return;
    case "tool.finished":
      finishTool(building, event, at);
      return;
    case "turn.parked":
      // While sub-agents work nobody waits for a person, and their own bars say how long it takes.
      if (event.reason !== SUBAGENTS) building.waits = at;
      building.asked = null;
      return;
    case "turn.finished":
    case "turn.failed":
    case "turn.cancelled":
      closeWait(building, at);
      turn.state = ENDS[event.kind];
  }
}

function finishTool(building: Building, event: Extract<Durable, { kind: "tool.finished" }>, at: number): void {
  const call = building.tools.get(event.call_id);
  building.tools.delete(event.call_id);
  const from = event.duration_ms === null ? (call?.from ?? at) : at - event.duration_ms;
  add(building.turn, event.call_id, call?.name ?? "", "tool", from, at, event.state !== "done");
  if (building.tools.size === 0) building.asked = at; // what the tools said goes to the model
}

function closeWait(building: Building, at: number): void {
  const { turn, waits } = building;
  if (waits !== null) add(turn, `wait ${waits}`, "", "wait", waits, at, false);
  building.waits = null;
}

function add(
  turn: TurnSpan,
  key: string,
  name: string,
  kind: Span["kind"],
  from: number,
  to: number,
  failed: boolean,
): void {
  turn.spans.push({ key, name, kind, from: Math.max(from, turn.from), to, failed });
}
