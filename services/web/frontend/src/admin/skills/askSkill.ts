// One skill as it is now, and the agents it can be given to.
import type { Agent, SkillText } from "../../contract.gen";
import { api } from "../../core/api";
import { agents as everywhere } from "../../core/agents";
import { adminApi } from "../api";

export async function askSkill(name: string): Promise<{ read: SkillText; agents: Agent[] }> {
  const [read, { agents }] = await Promise.all([adminApi.skill(name), api.agents()]);
  everywhere.set(agents);
  return { read, agents };
}
