// What the turns of a thread took, and what within them took how long.
import type { Durable } from "../../core/contract";

export interface Span {
  key: string;
  name: string;
  kind: "model" | "tool" | "wait";
  from: number; // ms since 1970
  to: number;
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

const ENDS = { "turn.finished": "done", "turn.failed": "failed", "turn.cancelled": "cancelled" } as const;

/** The newest turn first. */
export function spansOf(events: Durable[]): TurnSpan[] {
  const turns = new Map<string, Building>();
  for (const event of events) {
    if (event.turn_id === null || event.turn_id === undefined) continue;
    const known = turns.get(event.turn_id);
    if (known) take(known, event);
    else if (event.kind === "turn.started") turns.set(event.turn_id, begin(event));
  }
  return [...turns.values()].map(({ turn }) => turn).reverse();
}

interface Building {
  turn: TurnSpan;
  model: string;
  /** Since when the model is asked; null while it is not. */
  asked: number | null;
  tools: Map<string, { name: string; from: number }>;
}

function begin(event: Extract<Durable, { kind: "turn.started" }>): Building {
  const at = Date.parse(event.at);
  const turn: TurnSpan = {
    ...{ turnId: event.turn_id ?? "", agentId: event.agent_id, from: at, to: at },
    ...{ state: "running", spans: [] },
  };
  return { turn, model: event.model, asked: at, tools: new Map() };
}

function take(building: Building, event: Durable): void {
  const { turn } = building;
  const at = Date.parse(event.at);
  turn.to = Math.max(turn.to, at);
  switch (event.kind) {
    case "turn.started":
      building.asked = at;
      closeWait(turn, at);
      return;
    case "text.done":
      if (building.asked !== null) add(turn, `model ${event.seq}`, building.model, "model", building.asked, at, false);
      building.asked = null;
      return;
    case "tool.called":
      building.tools.set(event.call_id, { name: event.title || event.name, from: at });
      return;
    case "tool.started":
      building.tools.set(event.call_id, { name: building.tools.get(event.call_id)?.name ?? "", from: at });
      return;
    case "tool.finished":
      finishTool(building, event, at);
      return;
    case "turn.parked":
      add(turn, `wait ${event.seq}`, "", "wait", at, at, false);
      building.asked = null;
      return;
    case "turn.finished":
    case "turn.failed":
    case "turn.cancelled":
      closeWait(turn, at);
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

function closeWait(turn: TurnSpan, at: number): void {
  const last = turn.spans.at(-1);
  if (last?.kind === "wait" && last.from === last.to) last.to = at;
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
