// What only the admin pages ask the web service.
import type {
  Agent,
  ApiKeys,
  Budget,
  CreatedKey,
  Failures,
  Models,
  NewAgent,
  OpenRequests,
  Retention,
  Secrets,
  Services,
  SignInRows,
  Skills,
  Tools,
} from "../contract.gen";
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

  services: () => read<Services>("GET", "/api/services"),
  openRequests: () => read<OpenRequests>("GET", "/api/approvals"),
  failures: () => read<Failures>("GET", "/api/failures"),
  stopThread: (threadId: string) => read<unknown>("POST", path("threads", threadId, "stop")),

  budget: () => read<Budget>("GET", "/api/budget"),
  setBudget: (monthlyMicros: number | null) => read<Budget>("PUT", "/api/budget", { monthly_micros: monthlyMicros }),

  sessions: () => read<SignInRows>("GET", "/api/sessions"),
  endSession: (keyId: string) => read<unknown>("DELETE", path("sessions", keyId)),
  endAllSessions: () => read<unknown>("DELETE", "/api/sessions"),
  keys: () => read<ApiKeys>("GET", "/api/keys"),
  createKey: (name: string) => read<CreatedKey>("POST", "/api/keys", { name }),
  revokeKey: (keyId: string) => read<unknown>("DELETE", path("keys", keyId)),
  retention: () => read<Retention>("GET", "/api/retention"),
  setRetention: (archivedDays: number | null) =>
    read<Retention>("PUT", "/api/retention", { archived_days: archivedDays }),
};

export function agentExportPath(agentId: string): string {
  return path("agents", agentId, "export");
}
