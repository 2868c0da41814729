// What is written in agents' forms and not saved: it waits here while other pages are looked at.
import type { Changes } from "./draft";

const drafts = new Map<string, Changes>();

export function recallDraft(agentId: string): Changes | undefined {
  return drafts.get(agentId);
}

/** Null: there is nothing that is not saved. The browser asks before it closes a page with changes. */
export function keepDraft(agentId: string, changes: Changes | null): void {
  if (changes === null) drafts.delete(agentId);
  else drafts.set(agentId, changes);
  if (drafts.size === 0) removeEventListener("beforeunload", ask);
  else addEventListener("beforeunload", ask);
}

/** Changes to an agent that is gone can't be saved any more. */
export function dropDraftsBut(agentIds: readonly string[]): void {
  for (const agentId of [...drafts.keys()]) if (!agentIds.includes(agentId)) keepDraft(agentId, null);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
