// Every question the page asks the web service, by name.
import type {
  Accepted,
  Agent,
  AgentEdit,
  Agents,
  Approval,
  Budget,
  ChatList,
  ChatSettings,
  Message,
  MessagePage,
  MessageState,
  ModelTest,
  Models,
  NewDecision,
  NewEdit,
  NewFork,
  NewMessage,
  NewModelTest,
  Preflight,
  Query,
  Secrets,
  SessionInfo,
  Skills,
  Thread,
  ThreadChange,
  ThreadPage,
  Tools,
  Turn,
} from "../contract.gen";
import { request, type Answer } from "./http";

const MODEL_TIME = 75_000; // ms; a local model may have to be loaded first

const of = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).body;
const path = (...parts: string[]): string => `/api/${parts.map(encodeURIComponent).join("/")}`;

export const api = {
  session: () => of(request<SessionInfo>("GET", "/api/session")),
  signIn: (token: string) => of(request<unknown>("POST", "/api/session", { token })),
  signOut: () => of(request<unknown>("DELETE", "/api/session")),

  threads: (query: {
    q?: string;
    status?: "active" | "archived";
    working?: "true";
    limit?: string;
    before?: string;
  }) => of(request<ThreadPage>("GET", `/api/threads?${new URLSearchParams(query)}`)),
  thread: (threadId: string) => of(request<Thread>("GET", path("threads", threadId))),
  createThread: (id: string, agentId: string | null) =>
    of(request<Thread>("POST", "/api/threads", { id, agent_id: agentId })),
  changeThread: (threadId: string, change: ThreadChange) =>
    of(request<Thread>("PATCH", path("threads", threadId), change)),
  deleteThread: (threadId: string) => of(request<unknown>("DELETE", path("threads", threadId))),
  restoreThread: (threadId: string) => of(request<Thread>("POST", path("threads", threadId, "restore"))),
  forkThread: (threadId: string, fork: NewFork) => of(request<Thread>("POST", path("threads", threadId, "fork"), fork)),

  /** The Telegram chats that look at the thread. */
  chatsOf: (threadId: string) => of(request<ChatList>("GET", path("threads", threadId, "chats"))),
  setMirror: (chat: string, mirror: boolean) =>
    of(request<ChatSettings>("PATCH", path("telegram", "chats", chat), { mirror })),

  /** `saved` is what an export gave, whoever made it: the service checks it. */
  importThread: (id: string, saved: unknown) =>
    of(request<Thread>("POST", `/api/threads/import?${new URLSearchParams({ id })}`, saved)),

  messages: (threadId: string, before: string | null) => {
    const query = new URLSearchParams(before === null ? {} : { before });
    return of(request<MessagePage>("GET", `${path("threads", threadId, "messages")}?${query}`));
  },
  /** 202 when it was taken, 200 with what became of it when the id is known already. */
  sendMessage: (threadId: string, message: NewMessage) =>
    request<Accepted | MessageState>("POST", path("threads", threadId, "messages"), message),
  editMessage: (messageId: string, edit: NewEdit) =>
    of(request<Message>("PATCH", path("messages", messageId), edit)),
  deleteMessage: (messageId: string) => of(request<unknown>("DELETE", path("messages", messageId))),
  retryMessage: (messageId: string, id: string, agentId: string | null) =>
    of(request<Turn>("POST", path("messages", messageId, "retry"), { id, agent_id: agentId })),
  settleCall: (messageId: string, callId: string, happened: boolean) =>
    of(request<Message>("POST", path("messages", messageId, "calls", callId), { happened })),
  retryCall: (messageId: string, callId: string) =>
    of(request<Message>("POST", path("messages", messageId, "calls", callId, "retry"))),
  stop: (threadId: string, turnId: string) =>
    of(request<unknown>("POST", path("threads", threadId, "stop"), { turn_id: turnId })),
  withdraw: (turnId: string) => of(request<unknown>("DELETE", path("turns", turnId))),
  decide: (approvalId: string, decision: NewDecision) =>
    of(request<Approval>("POST", path("approvals", approvalId), decision)),
  answer: (questionId: string, answers: string[]) =>
    of(request<Query>("POST", path("questions", questionId), { answers })),

  agents: () => of(request<Agents>("GET", "/api/agents")),
  agent: (agentId: string) => of(request<Agent>("GET", path("agents", agentId))),
  /** What stands otherwise by now than `was` says is refused as `agent_changed`. */
  changeAgent: (agentId: string, change: AgentEdit) => of(request<Agent>("PATCH", path("agents", agentId), change)),
  tools: () => of(request<Tools>("GET", "/api/tools")),
  skills: () => of(request<Skills>("GET", "/api/skills")),
  preflight: (agentId: string, threadId: string) =>
    of(request<Preflight>("GET", `${path("agents", agentId, "preflight")}?thread=${encodeURIComponent(threadId)}`)),
  budget: () => of(request<Budget>("GET", "/api/budget")),
  models: () => of(request<Models>("GET", "/api/models")),
  testModel: (test: NewModelTest) => of(request<ModelTest>("POST", "/api/models/test", test, MODEL_TIME)),
  secrets: () => of(request<Secrets>("GET", "/api/secrets")),
  keepSecret: (name: string, value: string) => of(request<unknown>("PUT", path("secrets", name), { value })),
};

export function exportPath(threadId: string, format: "md" | "json"): string {
  return `${path("threads", threadId, "export")}?format=${format}`;
}
