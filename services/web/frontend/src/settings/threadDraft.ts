// A thread's settings as fields of a form, and the change they come to.
import type { Parameters, Thread, ThreadChange } from "../contract.gen";
import type { BusyMode, RespondPolicy } from "../core/contract";

export interface ThreadDraft {
  agentId: string;
  policy: RespondPolicy;
  mode: BusyMode;
  /** Of messages from Telegram; "" as all others. */
  telegramMode: "" | BusyMode;
  /** "" leaves the agent's own. */
  model: string;
  instructions: string;
  temperature: string;
  topP: string;
  maxTokens: string;
  effort: "" | "low" | "medium" | "high";
}

export function draftOf({ agent_id, respond_policy, busy_mode, busy_modes, overrides }: Thread): ThreadDraft {
  const { model, instructions, parameters } = overrides;
  return {
    agentId: agent_id,
    policy: respond_policy,
    mode: busy_mode,
    telegramMode: busy_modes.telegram ?? "",
    model: model ?? "",
    instructions: instructions ?? "",
    temperature: parameters?.temperature?.toString() ?? "",
    topP: parameters?.top_p?.toString() ?? "",
    maxTokens: parameters?.max_tokens?.toString() ?? "",
    effort: parameters?.reasoning_effort ?? "",
  };
}

/** Only what is other than in the thread. */
export function changeOf(thread: Thread, draft: ThreadDraft): Partial<ThreadChange> {
  const overrides = overridesOf(draft, overridesIn(draftOf(thread)));
  const change: Partial<ThreadChange> = {};
  if (draft.agentId !== thread.agent_id) change.agent_id = draft.agentId;
  if (draft.policy !== thread.respond_policy) change.respond_policy = draft.policy;
  if (draft.mode !== thread.busy_mode) change.busy_mode = draft.mode;
  if (draft.telegramMode !== (thread.busy_modes.telegram ?? "")) change.busy_modes = modesOf(thread, draft);
  if (Object.keys(overrides).length > 0) change.overrides = overrides;
  return change;
}

type Overrides = Thread["overrides"];

function overridesOf(draft: ThreadDraft, before: Overrides): Partial<Overrides> {
  const after = overridesIn(draft);
  const names = Object.keys(after) as (keyof Overrides)[];
  const changed = names.filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

function modesOf({ busy_modes }: Thread, { telegramMode }: ThreadDraft): Thread["busy_modes"] {
  const { telegram: _, ...others } = busy_modes;
  return telegramMode === "" ? others : { ...others, telegram: telegramMode };
}

function overridesIn(draft: ThreadDraft): Overrides {
  return {
    model: draft.model.trim() || null,
    instructions: draft.instructions.trim() || null,
    parameters: parametersOf(draft),
  };
}

function parametersOf({ temperature, topP, maxTokens, effort }: ThreadDraft): Parameters | null {
  if (temperature === "" && topP === "" && maxTokens === "" && effort === "") return null;
  return {
    temperature: numberOf(temperature),
    top_p: numberOf(topP),
    max_tokens: numberOf(maxTokens),
    reasoning_effort: effort === "" ? null : effort,
  };
}

function numberOf(text: string): number | null {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? null : value;
}
