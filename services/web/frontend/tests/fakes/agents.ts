// Agents as the service tells them.
import type { Agent } from "../../src/contract.gen";
import { AT } from "./things";

export function agent(id: string, more: Partial<Agent> = {}): Agent {
  return {
    ...({ id, name: id.charAt(0).toUpperCase() + id.slice(1), description: "", model: "demo/echo" } as Agent),
    ...{ api_base: null, api_key: null, instructions: "You are a helpful assistant.", tools: [], skills: [] },
    ...{ fallbacks: [], context_window: null, notes: [], splits_think_tags: true, hue: 215, is_default: false },
    parameters: { temperature: null, top_p: null, max_tokens: null, reasoning_effort: null },
    limits: { steps: 25, calls: 50, seconds: 600, tokens: null, cost_micros: null, cost_micros_per_day: null, at_once: null },
    ...{ revision: 1, created_at: AT, updated_at: AT },
    ...more,
  };
}
