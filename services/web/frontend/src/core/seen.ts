// Which answers were read in this browser: per thread, the newest event that was on screen.
import type { ThreadRow } from "../contract.gen";
import { Cell } from "./cell";
import { keep, onKeptElsewhere, recall } from "./kept";

export type Seen = Record<string, number>;

const KEPT = "seen";
const first = recall<Seen>(KEPT);

export const seen = new Cell<Seen>(first ?? {});

// A browser that was never here before has not missed everything: what it finds counts as read.
let begun = first !== null;

onKeptElsewhere(KEPT, () => seen.set(recall<Seen>(KEPT) ?? {}));

export function markSeen(threadId: string, seq: number): void {
  if ((seen.get()[threadId] ?? 0) >= seq) return;
  seen.update((before) => ({ ...before, [threadId]: seq }));
  keep(KEPT, seen.get());
}

/** As if its newest answer had not been on screen. */
export function markUnread(row: ThreadRow): void {
  seen.update((before) => ({ ...before, [row.thread.id]: row.last_seq - 1 }));
  keep(KEPT, seen.get());
}

export function beginSeen(rows: ThreadRow[]): void {
  if (begun) return;
  begun = true;
  seen.set(Object.fromEntries(rows.map((row) => [row.thread.id, row.seq])));
  keep(KEPT, seen.get());
}

export function isUnread(row: ThreadRow, read: Seen): boolean {
  return row.last_role === "assistant" && !row.running && row.last_seq > (read[row.thread.id] ?? 0);
}
