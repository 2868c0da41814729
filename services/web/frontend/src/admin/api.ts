// What only the admin pages ask the web service.
import type { Agent, Models, NewAgent, Secrets, Skills, Tools } from "../contract.gen";
import { request } from "../core/http";

export const path = (...parts: string[]): string => `/api/${parts.map(encodeURIComponent).join("/")}`;

/** An answer's body. */
export async function read<T>(...asked: Parameters<typeof request>): Promise<T> {
  return (await request<T>(...asked)).body;
}

export const adminApi = {
  tools: () => read<Tools>("GET", "/api/tools"),
  skills: () => read<Skills>("GET", "/api/skills"),
  models: () => read<Models>("GET", "/api/models"),
  secrets: () => read<Secrets>("GET", "/api/secrets"),
  createAgent: (agent: NewAgent) => read<Agent>("POST", "/api/agents", agent),
  removeAgent: (agentId: string) => read<Agent>("DELETE", path("agents", agentId)),
  importAgent: (file: unknown) => read<Agent>("POST", "/api/agents/import", file),
};

export function agentExportPath(agentId: string): string {
  return path("agents", agentId, "export");
}
