// The agents and what they can be made of, as the admin pages show them.
import type { Agent } from "../../contract.gen";
import { api } from "../../core/api";
import { agents as everywhere } from "../../core/agents";
import { ApiError } from "../../core/http";
import { adminApi } from "../api";
import { useAsked, type Asked } from "../useAsked";
import { dropDraftsBut } from "./drafts";
import type { Choices } from "./Switches";

export interface House {
  agents: Agent[];
  choices: Choices;
}

export function useHouse(): Asked<House> {
  return useAsked(askHouse);
}

async function askHouse(): Promise<House> {
  const [{ agents }, tools, skills] = await Promise.all([
    api.agents(),
    orNothing(adminApi.tools().then((answer) => answer.tools)),
    orNothing(adminApi.skills().then((answer) => answer.skills)),
  ]);
  everywhere.set(agents);
  dropDraftsBut(agents.map(({ id }) => id));
  return { agents, choices: { tools, skills } };
}

/** Agents can be looked at while the runner that knows their tools is away. */
async function orNothing<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

/** The same agents with this one as it is now; the chat hears of it too. */
export function withAgent(agents: Agent[], changed: Agent): Agent[] {
  const one = (agent: Agent) => {
    if (agent.id === changed.id) return changed;
    return changed.is_default && agent.is_default ? { ...agent, is_default: false } : agent;
  };
  const known = agents.some((agent) => agent.id === changed.id);
  const next = known ? agents.map(one) : [...agents.map(one), changed];
  everywhere.set(next);
  return next;
}

export function withoutAgent(agents: Agent[], agentId: string): Agent[] {
  const next = agents.filter((agent) => agent.id !== agentId);
  everywhere.set(next);
  return next;
}
