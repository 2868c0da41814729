// A thread with what has happened in it: the newest first, older events block by block.
import type { EventPage, Thread } from "../../contract.gen";
import { api } from "../../core/api";
import type { Durable } from "../../core/contract";
import { path, read } from "../api";
import type { Line } from "./useFeed";

const MOST = 10_000; // events that are looked at; the newest of them
const FIRST = 500; // events that are shown at once
const BLOCK = 1000; // events that are asked for at a time

export interface Told {
  thread: Thread;
  /** The newest, in order. */
  events: Durable[];
  /** How many there are altogether. */
  head: number;
}

export async function askNewest(threadId: string): Promise<Told> {
  const [thread, { head }] = await Promise.all([api.thread(threadId), page(threadId, 0, 1)]);
  return { thread, events: await range(threadId, Math.max(0, head - FIRST), head), head };
}

/** What comes before the event `before`: a block of it, in order; nothing at the beginning and beyond what is looked at. */
export function askOlder(threadId: string, before: number, head: number): Promise<Durable[]> {
  const last = before - 1;
  return range(threadId, Math.max(0, head - MOST, last - BLOCK), last);
}

/** The thread has more, so its beginning stays away. */
export function isCut(head: number): boolean {
  return head > MOST;
}

/** Of how many events the page is made in the end. */
export function countWanted(head: number): number {
  return Math.min(head, MOST);
}

/** The events after `since` up to `last`; the service gives fewer at once where they are long. */
async function range(threadId: string, since: number, last: number): Promise<Durable[]> {
  const events: Durable[] = [];
  for (let from = since; from < last; ) {
    const { events: next } = await page(threadId, from, last - from);
    if (next.length === 0) break;
    events.push(...next);
    from = next.at(-1)?.seq ?? last;
  }
  return events;
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
