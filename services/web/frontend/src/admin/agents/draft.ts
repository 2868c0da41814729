// What is being written in an agent's form, and what of it is a change.
import type { Agent, AgentChange, AgentEdit } from "../../contract.gen";
import { w } from "../words";

export interface Draft {
  name: string;
  description: string;
  hue: number;
  model: string;
  api_base: string;
  api_key: string;
  fallbacks: string;
  instructions: string;
  temperature: string;
  top_p: string;
  max_tokens: string;
  reasoning_effort: "" | "low" | "medium" | "high";
  steps: string;
  calls: string;
  seconds: string;
  tokens: string;
  cost: string; // dollars
  day_cost: string; // dollars
  at_once: string;
  context_window: string;
  splits_think_tags: boolean;
}

export type Field = keyof Draft;
export type Problems = Partial<Record<Field, string>>;

interface Range {
  least: number;
  most?: number;
  whole?: boolean;
  needed?: boolean;
}

const RANGES = {
  temperature: { least: 0, most: 2 },
  top_p: { least: 0, most: 1 },
  max_tokens: { least: 1, whole: true },
  steps: { least: 1, whole: true, needed: true },
  calls: { least: 1, whole: true, needed: true },
  seconds: { least: 1, whole: true, needed: true },
  tokens: { least: 1, whole: true },
  cost: { least: 0 },
  day_cost: { least: 0 },
  at_once: { least: 1, whole: true },
  context_window: { least: 1000, whole: true },
} satisfies Partial<Record<Field, Range>>;

type NumberField = keyof typeof RANGES;

const MICROS = 1_000_000; // micro-dollars of a dollar

export function draftOf(agent: Agent): Draft {
  const { parameters, limits } = agent;
  return {
    name: agent.name,
    description: agent.description,
    hue: agent.hue,
    model: agent.model,
    api_base: agent.api_base ?? "",
    api_key: agent.api_key ?? "",
    fallbacks: agent.fallbacks.join("\n"),
    instructions: agent.instructions,
    temperature: write(parameters.temperature),
    top_p: write(parameters.top_p),
    max_tokens: write(parameters.max_tokens),
    reasoning_effort: parameters.reasoning_effort ?? "",
    steps: write(limits.steps),
    calls: write(limits.calls),
    seconds: write(limits.seconds),
    tokens: write(limits.tokens),
    cost: writeDollars(limits.cost_micros),
    day_cost: writeDollars(limits.cost_micros_per_day),
    at_once: write(limits.at_once),
    context_window: write(agent.context_window),
    splits_think_tags: agent.splits_think_tags,
  };
}

export function findProblems(draft: Draft): Problems {
  const problems: Problems = {};
  if (draft.name.trim() === "") problems.name = w.agents.form.nameless;
  if (draft.model.trim() === "") problems.model = w.agents.form.modelless;
  for (const field of Object.keys(RANGES) as NumberField[]) {
    const problem = judge(draft[field], RANGES[field]);
    if (problem !== null) problems[field] = problem;
  }
  return problems;
}

/** Where each field stands in an agent. */
const PLACES: Record<Field, [name: keyof AgentChange, within?: string]> = {
  ...{ name: ["name"], description: ["description"], hue: ["hue"], model: ["model"], api_base: ["api_base"] },
  ...{ api_key: ["api_key"], fallbacks: ["fallbacks"], instructions: ["instructions"] },
  ...{ context_window: ["context_window"], splits_think_tags: ["splits_think_tags"] },
  temperature: ["parameters", "temperature"],
  top_p: ["parameters", "top_p"],
  max_tokens: ["parameters", "max_tokens"],
  reasoning_effort: ["parameters", "reasoning_effort"],
  steps: ["limits", "steps"],
  calls: ["limits", "calls"],
  seconds: ["limits", "seconds"],
  tokens: ["limits", "tokens"],
  cost: ["limits", "cost_micros"],
  day_cost: ["limits", "cost_micros_per_day"],
  at_once: ["limits", "at_once"],
};

/** These fields of a draft without problems, and how they stood in the agent. */
export function changeOf(draft: Draft, agent: Agent, fields: Field[]): AgentEdit {
  return { ...pick(wholeOf(draft, agent), fields), was: pick(agent, fields) };
}

function pick(whole: AgentChange, fields: Field[]): AgentChange {
  const picked: Record<string, unknown> = {};
  for (const field of fields) {
    const [name, within] = PLACES[field];
    const part = whole[name] as Record<string, unknown>;
    picked[name] = within === undefined ? part : { ...(picked[name] as object), [within]: part[within] };
  }
  return picked;
}

function wholeOf(draft: Draft, { limits }: Agent): AgentChange {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    hue: draft.hue,
    model: draft.model.trim(),
    api_base: draft.api_base.trim(),
    api_key: draft.api_key,
    fallbacks: lines(draft.fallbacks),
    instructions: draft.instructions,
    parameters: {
      temperature: read(draft.temperature),
      top_p: read(draft.top_p),
      max_tokens: read(draft.max_tokens),
      reasoning_effort: draft.reasoning_effort === "" ? null : draft.reasoning_effort,
    },
    limits: {
      steps: read(draft.steps) ?? limits.steps,
      calls: read(draft.calls) ?? limits.calls,
      seconds: read(draft.seconds) ?? limits.seconds,
      tokens: read(draft.tokens),
      cost_micros: readDollars(draft.cost),
      cost_micros_per_day: readDollars(draft.day_cost),
      at_once: read(draft.at_once),
    },
    context_window: read(draft.context_window) ?? 0,
    splits_think_tags: draft.splits_think_tags,
  };
}

function judge(text: string, { least, most, whole, needed }: Range): string | null {
  const value = read(text);
  if (value === null) return needed ? w.agents.form.notNumber : null;
  if (Number.isNaN(value) || (whole && !Number.isInteger(value))) return w.agents.form.notNumber;
  if (value < least) return w.agents.form.below(least);
  return most !== undefined && value > most ? w.agents.form.above(most) : null;
}

/** An empty field is none; a comma is read as the point that people mean. */
function read(text: string): number | null {
  const trimmed = text.trim().replace(",", ".");
  return trimmed === "" ? null : Number(trimmed);
}

function write(value: number | null): string {
  return value === null ? "" : String(value);
}

function readDollars(text: string): number | null {
  const dollars = read(text);
  return dollars === null ? null : Math.round(dollars * MICROS);
}

function writeDollars(micros: number | null): string {
  return write(micros === null ? null : micros / MICROS);
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
