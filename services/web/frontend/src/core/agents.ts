// Who can answer.
import type { Agent } from "../contract.gen";
import { api } from "./api";
import { Cell, useCell } from "./cell";

export const agents = new Cell<Agent[]>([]);

export async function loadAgents(): Promise<void> {
  try {
    agents.set((await api.agents()).agents);
  } catch {
    // What is known stays; the next connection asks again.
  }
}

export function useAgent(agentId: string | null): Agent | undefined {
  return useCell(agents, (all) => all.find((agent) => agent.id === agentId));
}

export function defaultAgent(all: Agent[]): Agent | undefined {
  return all.find((agent) => agent.is_default) ?? all[0];
}

/** The offline model that answers until somebody gives Parley a real one. */
export function isDemo(agent: Agent | undefined): boolean {
  return agent?.model.startsWith("demo/") ?? false;
}
