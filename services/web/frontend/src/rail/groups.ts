// The list's order: pinned first, then by the time of the last word; forks under the thread they come from.
import type { ThreadRow } from "../contract.gen";
import { dayStart } from "../i18n/format";

export type GroupName = "pinned" | "today" | "yesterday" | "week" | "month" | "older";

export interface Entry {
  row: ThreadRow;
  /** How many threads it hangs under. */
  depth: number;
}

export interface Group {
  name: GroupName;
  entries: Entry[];
}

const DAY = 86_400_000; // ms
const DEEPEST = 2; // further forks are not set in any deeper

interface Family {
  entries: Entry[];
  pinned: boolean;
  latest: number; // ms since the epoch
}

export function groupThreads(rows: ThreadRow[], now: number): Group[] {
  const groups = new Map<GroupName, Entry[]>();
  for (const family of familiesOf(rows)) {
    const name = family.pinned ? "pinned" : groupOf(family.latest, now);
    groups.set(name, [...(groups.get(name) ?? []), ...family.entries]);
  }
  const order: GroupName[] = ["pinned", "today", "yesterday", "week", "month", "older"];
  return order.flatMap((name) => {
    const entries = groups.get(name);
    return entries ? [{ name, entries }] : [];
  });
}

function familiesOf(rows: ThreadRow[]): Family[] {
  const here = new Set(rows.map((row) => row.thread.id));
  const children = new Map<string, ThreadRow[]>();
  for (const row of rows) {
    const parent = row.thread.parent_thread_id;
    if (parent !== null && here.has(parent)) children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const heads = rows.filter((row) => !here.has(row.thread.parent_thread_id ?? ""));
  return heads.map((head) => familyOf(head, children)).sort((a, b) => b.latest - a.latest);
}

function familyOf(head: ThreadRow, children: Map<string, ThreadRow[]>): Family {
  const entries: Entry[] = [];
  const add = (row: ThreadRow, depth: number) => {
    entries.push({ row, depth: Math.min(depth, DEEPEST) });
    for (const child of children.get(row.thread.id) ?? []) add(child, depth + 1);
  };
  add(head, 0);
  const latest = Math.max(...entries.map((entry) => Date.parse(entry.row.thread.last_activity_at)));
  return { entries, pinned: head.thread.pinned, latest };
}

function groupOf(at: number, now: number): GroupName {
  const days = (dayStart(now) - dayStart(at)) / DAY;
  if (days < 0.5) return "today";
  if (days < 1.5) return "yesterday";
  if (days < 6.5) return "week";
  return days < 30.5 ? "month" : "older";
}
