// A thread with everything that has happened in it.
import type { EventPage, Thread } from "../../contract.gen";
import { api } from "../../core/api";
import type { Durable } from "../../core/contract";
import { path, read } from "../api";
import type { Line } from "./useFeed";

const MOST = 10_000; // events that are looked at; the newest of them

export interface Told {
  thread: Thread;
  events: Durable[];
  /** The thread has more, so its beginning is missing. */
  cut: boolean;
}

export async function askThread(threadId: string): Promise<Told> {
  const [thread, first] = await Promise.all([api.thread(threadId), page(threadId, 0, 1)]);
  const start = Math.max(0, first.head - MOST);
  const events: Durable[] = [];
  let { head } = first;
  while ((events.at(-1)?.seq ?? start) < head) {
    const next = await page(threadId, events.at(-1)?.seq ?? start, 1000);
    if (next.events.length === 0) break;
    events.push(...next.events);
    head = next.head;
  }
  return { thread, events, cut: start > 0 };
}

function page(threadId: string, since: number, limit: number): Promise<EventPage> {
  return read<EventPage>("GET", `${path("threads", threadId, "events")}?since=${since}&limit=${limit}`);
}

/** What was read and what was heard since, each once and in order. */
export function joined(read: Durable[], lines: Line[]): Durable[] {
  const last = read.at(-1)?.seq ?? 0;
  const fresh = new Map<number, Durable>();
  for (const { event } of lines) {
    if ("seq" in event && typeof event.seq === "number" && event.seq > last) fresh.set(event.seq, event as Durable);
  }
  return fresh.size === 0 ? read : [...read, ...[...fresh.values()].sort((a, b) => a.seq - b.seq)];
}
