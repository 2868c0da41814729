// Puts the parts together: one socket, one outbox, one store per open thread.
import { loadAgents } from "./agents";
import type { ServerFrame } from "./contract";
import { uuid7 } from "./ids";
import { Outbox } from "./outbox";
import { checkSession } from "./session";
import { Socket } from "./socket";
import { ThreadStore } from "./thread";
import { hideThread, loadThreads, takeRows } from "./threadList";

const WARM = 8; // threads that stay in memory after they were left

export const outbox = new Outbox();
export const socket = new Socket(socketAddress(), hear, () => void checkSession());

const stores = new Map<string, ThreadStore>(); // the least recently opened first
const open = new Set<string>();

function socketAddress(): string {
  const address = new URL("/api/ws", location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

export function start(): void {
  outbox.onThreadBegun = (threadId) => open.has(threadId) && socket.tellWatch(threadId);
  outbox.start();
  socket.open();
}

export function stop(): void {
  socket.close();
}

function hear(frame: ServerFrame): void {
  switch (frame.type) {
    case "hello":
      void loadThreads();
      void loadAgents();
      outbox.hurry();
      return;
    case "snapshot":
      stores.get(frame.thread_id)?.takeSnapshot(frame.view);
      return;
    case "event":
      stores.get(frame.event.thread_id)?.take(frame.event);
      return;
    case "threads":
      takeRows(frame.rows, frame.gone);
      return;
    case "error":
      if (frame.code === "thread_not_found" && frame.thread_id) lose(frame.thread_id);
      return;
    case "accepted":
    case "pong":
      return;
  }
}

function lose(threadId: string): void {
  hideThread(threadId);
  stores.get(threadId)?.miss();
}

/** The thread's store, watched for as long as it is not left. */
export function openThread(threadId: string): ThreadStore {
  const known = stores.get(threadId);
  const isNew = outbox.beginsThread(threadId);
  const store = known ?? new ThreadStore(threadId, outbox, isNew, () => socket.tellWatch(threadId));
  stores.delete(threadId);
  stores.set(threadId, store);
  open.add(threadId);
  socket.watch(threadId, () => store.since());
  return store;
}

export function leaveThread(threadId: string): void {
  open.delete(threadId);
  socket.unwatch(threadId);
  for (const [id, store] of stores) {
    if (stores.size <= WARM) return;
    if (open.has(id)) continue;
    store.close();
    stores.delete(id);
  }
}

/** Begins a thread with its first message and says its id. */
export function beginThread(text: string, agentId: string | null): string {
  const threadId = uuid7();
  outbox.add(threadId, text, agentId, true);
  return threadId;
}

export function sendMessage(threadId: string, text: string, agentId: string | null): void {
  outbox.add(threadId, text, agentId, false);
}
