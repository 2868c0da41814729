// The list of threads: pages from the API, kept true by the socket's frames.
import type { Thread, ThreadRow } from "../contract.gen";
import { api } from "./api";
import { Cell } from "./cell";
import { patiently } from "./patience";
import { beginSeen } from "./seen";

export interface ThreadList {
  phase: "loading" | "ready" | "failed";
  rows: ThreadRow[];
  next: string | null;
}

const patience = patiently(() => void loadThreads());

export const threadList = new Cell<ThreadList>({ phase: "loading", rows: [], next: null });

export async function loadThreads(): Promise<void> {
  try {
    const page = await api.threads({});
    beginSeen(page.items);
    threadList.set({ phase: "ready", rows: page.items, next: page.next });
    patience.wentWell();
  } catch (error) {
    threadList.update((list) => ({ ...list, phase: list.rows.length > 0 ? "ready" : "failed" }));
    patience.failed(error);
  }
}

export async function loadMoreThreads(): Promise<void> {
  const { next } = threadList.get();
  if (next === null) return;
  const page = await api.threads({ before: next });
  threadList.update((list) => ({ ...list, rows: join(list.rows, page.items), next: page.next }));
}

export function takeRows(rows: ThreadRow[], gone: string[]): void {
  const active = rows.filter((row) => row.thread.status === "active");
  const left = new Set([...gone, ...rows.map((row) => row.thread.id)]);
  threadList.update((list) => ({
    ...list,
    rows: join(
      list.rows.filter((row) => !left.has(row.thread.id)),
      active,
    ),
  }));
}

/** Shows a change of ours at once; the service's own word follows. */
export function showThread(thread: Thread): void {
  const known = threadList.get().rows.find((row) => row.thread.id === thread.id);
  const blank = { last_text: "", last_role: null, running: false, waiting: false, queued: 0, seq: 0, last_seq: 0, passage: null };
  takeRows([{ ...blank, ...known, thread }], []);
}

export function hideThread(threadId: string): void {
  takeRows([], [threadId]);
}

function join(rows: ThreadRow[], more: ThreadRow[]): ThreadRow[] {
  const known = new Set(more.map((row) => row.thread.id));
  return [...rows.filter((row) => !known.has(row.thread.id)), ...more].sort(byActivity);
}

function byActivity(a: ThreadRow, b: ThreadRow): number {
  const pinned = Number(b.thread.pinned) - Number(a.thread.pinned);
  return pinned || Date.parse(b.thread.last_activity_at) - Date.parse(a.thread.last_activity_at);
}
