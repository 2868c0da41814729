// What only the admin pages ask the web service.
import type {
  Agent,
  ApiKeys,
  Backup,
  Backups,
  BreakersOfRunners,
  Budget,
  ChatSettings,
  CreatedKey,
  DailyLimit,
  DeadLetterPage,
  Failures,
  LiveInfo,
  McpServers,
  Models,
  NewAgent,
  NewToken,
  OpenRequests,
  Overdue,
  Pairing,
  Person,
  Preflight,
  Retention,
  Secrets,
  Services,
  SignInRows,
  SkillDiff,
  SkillText,
  Skills,
  TelegramState,
  ThreadPage,
  Tools,
  WaitingPage,
} from "../contract.gen";
import { request } from "../core/http";

export type ChatChanges = Partial<Pick<ChatSettings, "allowed" | "mirror" | "reasoning" | "tools">>;

export interface Telegram {
  state: TelegramState;
  people: Person[];
  chats: ChatSettings[];
}

export const path = (...parts: string[]): string => `/api/${parts.map(encodeURIComponent).join("/")}`;

/** An answer's body. */
export async function read<T>(...asked: Parameters<typeof request>): Promise<T> {
  return (await request<T>(...asked)).body;
}

const BACKUP_TIME = 130_000; // ms
const SERVERS_TIME = 50_000; // ms; an MCP server may have to be started first

export const adminApi = {
  tools: () => read<Tools>("GET", "/api/tools"),
  skills: () => read<Skills>("GET", "/api/skills"),
  skill: (name: string) => read<SkillText>("GET", path("skills", name)),
  skillDiff: (name: string, since: string) =>
    read<SkillDiff>("GET", `${path("skills", name, "diff")}?${new URLSearchParams({ since })}`),
  approveSkill: (name: string, agentId: string, pin: string) =>
    read<Agent>("POST", path("skills", name, "approve"), { agent_id: agentId, pin }),

  mcp: () => read<McpServers>("GET", "/api/mcp", undefined, SERVERS_TIME),
  approveMcpTool: (server: string, tool: string, pin: string) =>
    read<unknown>("POST", path("mcp", server, "tools", tool, "approve"), { pin }, SERVERS_TIME),
  revokeMcpTool: (server: string, tool: string) =>
    read<unknown>("DELETE", path("mcp", server, "tools", tool, "approve")),
  revokeMcpServer: (server: string) => read<unknown>("DELETE", path("mcp", server, "approve")),

  models: () => read<Models>("GET", "/api/models"),
  breakers: () => read<BreakersOfRunners>("GET", "/api/models/breakers"),
  resetBreaker: (model: string, base: string | null) => {
    const query = new URLSearchParams({ model, ...(base === null ? {} : { api_base: base }) });
    return read<unknown>("DELETE", `/api/models/breakers?${query}`);
  },
  secrets: () => read<Secrets>("GET", "/api/secrets"),
  createAgent: (agent: NewAgent) => read<Agent>("POST", "/api/agents", agent),
  removeAgent: (agentId: string) => read<Agent>("DELETE", path("agents", agentId)),
  importAgent: (id: string, file: unknown) =>
    read<Agent>("POST", `/api/agents/import?${new URLSearchParams({ id })}`, file),

  /** As the list of threads has them; those that are gone are left out. */
  rows: (threadIds: string[]) =>
    read<ThreadPage>("GET", `/api/threads?${new URLSearchParams(threadIds.map((id) => ["id", id]))}`),

  services: () => read<Services>("GET", "/api/services"),
  openRequests: () => read<OpenRequests>("GET", "/api/approvals"),
  failures: () => read<Failures>("GET", "/api/failures"),
  stopThread: (threadId: string) => read<unknown>("POST", path("threads", threadId, "stop")),

  deadLetters: () => read<DeadLetterPage>("GET", "/api/dead-letters"),
  retryLetter: (id: string) => read<unknown>("POST", path("dead-letters", id, "retry")),
  discardLetter: (id: string) => read<unknown>("POST", path("dead-letters", id, "discard")),

  deliveries: () => read<WaitingPage>("GET", "/api/deliveries?limit=100"),
  retryDelivery: (id: number) => read<unknown>("POST", path("deliveries", String(id), "retry")),
  discardDelivery: (id: number) => read<unknown>("POST", path("deliveries", String(id), "discard")),

  telegram: () => read<Telegram>("GET", "/api/telegram"),
  pairing: () => read<Pairing>("GET", "/api/pairing"),
  allowPerson: (id: string) => read<unknown>("PUT", path("telegram", "people", id), { role: "paired" }),
  forgetPerson: (id: string) => read<unknown>("DELETE", path("telegram", "people", id)),
  changeChat: (chat: string, changes: ChatChanges) => read<unknown>("PATCH", path("telegram", "chats", chat), changes),

  live: () => read<{ agents: LiveInfo[] }>("GET", "/api/live"),
  release: (threadId: string) => read<unknown>("DELETE", path("live", threadId)),
  stopAll: () => read<{ turns: number }>("POST", "/api/stop-all"),

  preflight: (agentId: string, threadId: string | null) => {
    const query = new URLSearchParams(threadId === null ? {} : { thread: threadId });
    return read<Preflight>("GET", `${path("agents", agentId, "preflight")}?${query}`);
  },

  backups: () => read<Backups>("GET", "/api/backups"),
  makeBackup: (id: string) => read<Backup>("POST", "/api/backups", { id }, BACKUP_TIME),

  budget: () => read<Budget>("GET", "/api/budget"),
  setBudget: (monthlyMicros: number | null) => read<Budget>("PUT", "/api/budget", { monthly_micros: monthlyMicros }),

  dailyLimit: () => read<DailyLimit>("GET", "/api/daily-limit"),
  setDailyLimit: (dailyMicros: number | null) =>
    read<DailyLimit>("PUT", "/api/daily-limit", { daily_micros: dailyMicros }),

  sessions: () => read<SignInRows>("GET", "/api/sessions"),
  endSession: (keyId: string) => read<unknown>("DELETE", path("sessions", keyId)),
  endAllSessions: () => read<unknown>("DELETE", "/api/sessions"),
  rotateToken: () => read<NewToken>("POST", "/api/token/rotate"),
  keys: () => read<ApiKeys>("GET", "/api/keys"),
  createKey: (id: string, name: string) => read<CreatedKey>("POST", "/api/keys", { id, name }),
  revokeKey: (keyId: string) => read<unknown>("DELETE", path("keys", keyId)),
  retention: () => read<Retention>("GET", "/api/retention"),
  overdue: (archivedDays: number) =>
    read<Overdue>("GET", `/api/retention/overdue?${new URLSearchParams({ archived_days: String(archivedDays) })}`),
  setRetention: (archivedDays: number | null) =>
    read<Retention>("PUT", "/api/retention", { archived_days: archivedDays }),
};

export function agentExportPath(agentId: string): string {
  return path("agents", agentId, "export");
}
