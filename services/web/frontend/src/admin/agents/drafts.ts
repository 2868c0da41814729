// What is written in agents' forms and not saved: it waits here while other pages are looked at.
import type { Draft } from "./draft";

const drafts = new Map<string, Draft>();

export function recallDraft(agentId: string): Draft | undefined {
  return drafts.get(agentId);
}

/** Null: there is nothing that is not saved. The browser asks before it closes a page with changes. */
export function keepDraft(agentId: string, draft: Draft | null): void {
  if (draft === null) drafts.delete(agentId);
  else drafts.set(agentId, draft);
  if (drafts.size === 0) removeEventListener("beforeunload", ask);
  else addEventListener("beforeunload", ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
