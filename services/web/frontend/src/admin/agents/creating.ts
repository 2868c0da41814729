// New agents: blank, as a copy of another, or from a file.
import type { Agent, AgentChange } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { api } from "../../core/api";
import { uuid7 } from "../../core/ids";
import { blame, readSaved } from "../../core/savedFile";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { w } from "../words";

/** Told apart by the eye, in this order. */
export const HUES = [215, 65, 330, 140, 30, 270, 185, 100];

export function createAgent(): Promise<Agent | null> {
  return add((known) => {
    const model = known.find((agent) => agent.is_default)?.model ?? "demo/echo";
    return { name: freeName(w.agents.newName, known), model, hue: HUES[known.length % HUES.length] };
  });
}

export function duplicateAgent(agent: Agent): Promise<Agent | null> {
  const { id: _, is_default: __, revision: ___, created_at: ____, updated_at: _____, ...rest } = agent;
  return add((known) => ({ ...rest, name: freeName(agent.name, known) }));
}

/** Says so when the file's name was taken and the agent got another one. */
export async function importAgent(file: File): Promise<Agent | null> {
  let wanted: string | undefined;
  const made = await attempt(w.doing.import, async () => {
    const saved: { agent?: { name?: string } } = await readSaved(file, "agent");
    wanted = saved.agent?.name;
    return adminApi.importAgent(uuid7(), saved).catch(blame(file));
  });
  if (made === null) return null;
  wanted ??= made.name;
  notify({ text: wanted === made.name ? w.agents.imported(made.name) : w.agents.importedAs(wanted, made.name) });
  return made;
}

/** Which names are taken is asked now: what the page shows may be older, or not there yet. */
function add(make: (known: Agent[]) => AgentChange): Promise<Agent | null> {
  return attempt(w.doing.create, async () => {
    const { agents } = await api.agents();
    return adminApi.createAgent({ id: uuid7(), change: make(agents) });
  });
}

export function freeName(name: string, known: Agent[]): string {
  const taken = new Set(known.map((agent) => agent.name.toLowerCase()));
  let free = name;
  for (let which = 1; taken.has(free.toLowerCase()); which++) free = w.agents.copyName(name, which);
  return free;
}
