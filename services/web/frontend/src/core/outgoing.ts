// A message on its way, and how this browser keeps it until it has arrived.
import { forget, keep, keptNames, onKeptElsewhere, recall } from "./kept";

export interface Outgoing {
  id: string;
  threadId: string;
  /** The thread is begun with this message. */
  beginsThread: boolean;
  text: string;
  agentId: string | null;
  at: string;
  /** Why it was refused; such a message waits for the person. */
  problem: string | null;
  /** Nobody has answered yet, and not for lack of trying. */
  delayed: boolean;
}

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
    .filter((message) => message !== null);
}

/** Told when another tab is done with a message. */
export function onOutgoingGone(tell: (messageId: string) => void): void {
  onKeptElsewhere(KEPT, (name) => {
    if (recall(name) === null) tell(name.slice(KEPT.length));
  });
}
