// Who can answer.
import { useCallback, useEffect } from "react";
import type { Agent } from "../contract.gen";
import { api } from "./api";
import { Cell, useCell } from "./cell";
import { patiently } from "./patience";

const patience = patiently(() => void loadAgents());
const lookedFor = new Set<string>(); // ids of agents that may be gone

export const agents = new Cell<Agent[]>([]);

export async function loadAgents(): Promise<void> {
  try {
    agents.set((await api.agents()).agents);
    patience.wentWell();
  } catch (error) {
    patience.failed(error); // what is known stays
  }
}

/** One that is not known may have been made since the page was opened: it is looked for, once. */
export function useAgent(agentId: string | null): Agent | undefined {
  const find = useCallback((all: Agent[]) => all.find((agent) => agent.id === agentId), [agentId]);
  const found = useCell(agents, find);
  const isLooked = useCell(agents, isFilled);
  const isUnknown = isLooked && agentId !== null && found === undefined;
  useEffect(() => {
    if (isUnknown && !lookedFor.has(agentId)) {
      lookedFor.add(agentId);
      void loadAgents();
    }
  }, [isUnknown, agentId]);
  return found;
}

function isFilled(all: Agent[]): boolean {
  return all.length > 0;
}

export function defaultAgent(all: Agent[]): Agent | undefined {
  return all.find((agent) => agent.is_default) ?? all[0];
}

/** What a model is called, without the way to it: "openrouter/anthropic/claude" is "claude". */
export function modelName(model: string): string {
  return model.startsWith("demo/") ? model : model.slice(model.lastIndexOf("/") + 1);
}

/** The offline model that answers until somebody gives Parley a real one. */
export function isDemo(agent: Agent | undefined): boolean {
  return agent?.model.startsWith("demo/") ?? false;
}
