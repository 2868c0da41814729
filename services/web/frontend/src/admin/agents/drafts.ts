// What is written in agents' forms and not saved: it waits here while other pages are looked at.
import type { Edits } from "../../core/edits";
import type { Draft } from "./draft";

const drafts = new Map<string, Edits<Draft>>();

export function recallDraft(agentId: string): Edits<Draft> | undefined {
  return drafts.get(agentId);
}

/** Null: there is nothing that is not saved. The browser asks before it closes a page with changes. */
export function keepDraft(agentId: string, edits: Edits<Draft> | null): void {
  if (edits === null) drafts.delete(agentId);
  else drafts.set(agentId, edits);
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
