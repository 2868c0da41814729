// Which threads wait for a decision, wherever they stand in the list: asked for once, then kept true by the socket's frames.
import type { ThreadRow } from "../contract.gen";
import { api } from "./api";
import { Cell, useCell } from "./cell";
import { patiently } from "./patience";

/** Their ids. */
export const waitingThreads = new Cell<ReadonlySet<string>>(new Set());

const patience = patiently(() => void lookForWaiting());
let asking = 0;
let heard = new Map<string, boolean>(); // since it was last asked: newer than the answer

export async function lookForWaiting(): Promise<void> {
  const which = ++asking;
  heard = new Map();
  try {
    const rows = (await Promise.all([askAll("active"), askAll("archived")])).flat();
    if (which !== asking) return;
    waitingThreads.set(changed(rows.filter((row) => row.waiting).map((row) => row.thread.id), heard));
    patience.wentWell();
  } catch (error) {
    if (which === asking) patience.failed(error);
  }
}

export function hearWaiting(rows: readonly ThreadRow[], gone: readonly string[]): void {
  const news = new Map(gone.map((threadId) => [threadId, false]));
  for (const row of rows) news.set(row.thread.id, row.waiting);
  for (const [threadId, waits] of news) heard.set(threadId, waits);
  const known = waitingThreads.get();
  if ([...news].some(([threadId, waits]) => known.has(threadId) !== waits)) waitingThreads.set(changed(known, news));
}

/** How many threads wait for a decision. */
export function useWaiting(): number {
  return useCell(waitingThreads).size;
}

/** What waits is being worked on: these are few, however long the list is. */
async function askAll(status: "active" | "archived"): Promise<ThreadRow[]> {
  const rows: ThreadRow[] = [];
  let before: string | null = null;
  do {
    const page = await api.threads({ status, working: "true", limit: "200", ...(before !== null && { before }) });
    rows.push(...page.items);
    before = page.next;
  } while (before !== null);
  return rows;
}

function changed(known: Iterable<string>, news: ReadonlyMap<string, boolean>): Set<string> {
  const next = new Set(known);
  for (const [threadId, waits] of news) {
    if (waits) next.add(threadId);
    else next.delete(threadId);
  }
  return next;
}
