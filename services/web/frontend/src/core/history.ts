// How older pages and new snapshots come together into one list of messages without holes.
import type { AgentView, Message } from "../contract.gen";
import { byPlace } from "./viewParts";

/** A new snapshot keeps the older messages that were loaded, if nothing can be missing between them and it. */
export function joinSnapshot(known: AgentView, snapshot: AgentView): AgentView {
  const first = snapshot.visible_messages[0];
  const overlaps = first !== undefined && known.visible_messages.some((message) => message.id === first.id);
  if (!overlaps) return snapshot;
  const older = known.visible_messages.filter((message) => !message.pending && byPlace(message, first) < 0);
  if (older.length === 0) return snapshot;
  return {
    ...snapshot,
    visible_messages: [...older, ...snapshot.visible_messages],
    metadata: { ...snapshot.metadata, has_earlier: known.metadata.has_earlier },
  };
}

/** Puts a page of older messages before those that are shown. */
export function joinEarlier(view: AgentView, page: Message[], hasEarlier: boolean): AgentView {
  const known = new Set(view.visible_messages.map((message) => message.id));
  const fresh = page.filter((message) => !known.has(message.id));
  return {
    ...view,
    visible_messages: [...fresh, ...view.visible_messages].sort(byPlace),
    metadata: { ...view.metadata, has_earlier: hasEarlier },
  };
}

const NEWEST = 50; // what a snapshot carries, and events keep true

/** What is shown beyond the newest messages becomes what was read, except for what is older than that. */
export function replaceOlder(view: AgentView, read: Message[]): AgentView {
  const first = read[0];
  if (first === undefined) return view;
  const kept = view.visible_messages.slice(-NEWEST);
  const older = view.visible_messages.filter((message) => byPlace(message, first) < 0);
  const known = new Set([...kept, ...older].map((message) => message.id));
  const between = read.filter((message) => !known.has(message.id) && isBefore(message, kept[0]));
  return { ...view, visible_messages: [...older, ...between, ...kept].sort(byPlace) };
}

function isBefore(message: Message, other: Message | undefined): boolean {
  return other === undefined || byPlace(message, other) < 0;
}
