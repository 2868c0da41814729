// A message on its way, and how this browser keeps it until it has arrived.
import type { AgentView, FileRef } from "../contract.gen";
import type { BusyMode } from "./contract";
import { forget, keep, keptNames, onKeptElsewhere, recall } from "./kept";
import { emptyMessage } from "./message";
import { beforeTurn } from "./view";

export interface Outgoing {
  id: string;
  threadId: string;
  /** The thread is begun with this message. */
  beginsThread: boolean;
  text: string;
  agentId: string | null;
  attachments: FileRef[];
  /** What to do when somebody is answering; null: as the thread has it. */
  mode: BusyMode | null;
  /** What the person is called here. */
  sender: string | null;
  at: string;
  /** Why it was refused; such a message waits for the person. */
  problem: string | null;
  /** Nobody has answered yet, and not for lack of trying. */
  delayed: boolean;
}

/** What a person says; the rest is how it travels. */
export type Said = Pick<Outgoing, "text" | "agentId"> & Partial<Pick<Outgoing, "attachments" | "mode" | "sender">>;

/** What a message may do without. */
export const NOTHING_MORE: Pick<Outgoing, "attachments" | "mode" | "sender"> = {
  attachments: [],
  mode: null,
  sender: null,
};

// One name each, so that two tabs never write over each other's messages.
const KEPT = "outbox.";

export function keepOutgoing(message: Outgoing): void {
  keep(KEPT + message.id, message);
}

export function forgetOutgoing(messageId: string): void {
  forget(KEPT + messageId);
}

export function recallOutgoing(): Outgoing[] {
  return keptNames(KEPT)
    .map((name) => recall<Outgoing>(name))
    .filter((message) => message !== null)
    // One that an earlier version kept has less.
    .map((message) => ({ ...NOTHING_MORE, ...message }));
}

/** Told when another tab is done with a message. */
export function onOutgoingGone(tell: (messageId: string) => void): void {
  onKeptElsewhere(KEPT, (name) => {
    if (recall(name) === null) tell(name.slice(KEPT.length));
  });
}

/** The view with the message in it, as it will be once it has arrived. */
export function showOutgoing(view: AgentView, { id, text, at, attachments, sender }: Outgoing): AgentView {
  if (attachments.length === 0 && sender === null) return beforeTurn(view, text, id, at);
  if (view.visible_messages.some((each) => each.id === id)) return view;
  const message = { ...emptyMessage(id, view.thread_id, "user", at), text: text.trim(), attachments, sender, pending: true };
  return { ...view, visible_messages: [...view.visible_messages, message] };
}
