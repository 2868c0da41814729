// Signing out of this browser: what of its person is kept here goes, for the next one may be somebody else.
import { outbox } from "./client";
import { keptDrafts } from "./drafts";
import { forget, keptNames } from "./kept";
import { recallOutgoing } from "./outgoing";
import { forgetPrompts } from "./sentPrompts";
import { signOut } from "./session";

/** How this browser shows Parley, whoever uses it. */
const OF_THE_BROWSER = new Set(["theme", "language", "preferences", "side"]);

export interface Unsent {
  messages: number;
  drafts: number;
}

/** What would be lost, for it is only here. */
export function findUnsent(): Unsent {
  return { messages: recallOutgoing().length, drafts: keptDrafts().length };
}

/** Nothing is forgotten unless the service has let go of this browser. */
export async function leave(): Promise<void> {
  await signOut();
  for (const message of outbox.messages.get()) outbox.discard(message.id);
  forgetPrompts();
  for (const name of keptNames("")) if (!OF_THE_BROWSER.has(name)) forget(name);
}
