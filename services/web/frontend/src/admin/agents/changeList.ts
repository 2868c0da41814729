// Changes one of an agent's lists; where others have changed it meanwhile, theirs is what is changed.
import type { Agent } from "../../contract.gen";
import { api } from "../../core/api";
import { ApiError } from "../../core/http";

export const TRIES = 5; // how often others may be faster

export async function changeList(
  agent: Agent,
  name: "tools" | "skills" | "notes",
  how: (list: string[]) => string[],
): Promise<Agent> {
  let now = agent;
  for (let tries = 1; ; tries++) {
    try {
      return await api.changeAgent(agent.id, { [name]: how(now[name]), was: { [name]: now[name] } });
    } catch (error) {
      if (!isOutrun(error) || tries === TRIES) throw error;
      now = await api.agent(agent.id);
    }
  }
}

/** Somebody else has changed the same since it was read. */
export function isOutrun(error: unknown): boolean {
  return error instanceof ApiError && error.code === "agent_changed";
}
