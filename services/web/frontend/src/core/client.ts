// Puts the parts together: one socket, one outbox, one store per open thread.
import { loadAgents } from "./agents";
import { lookAtBudget, priceRows } from "./budget";
import type { ServerFrame } from "./contract";
import { nameDevice } from "./device";
import { sayFact } from "../i18n/facts";
import { isId, uuid7 } from "./ids";
import { tellOfRows } from "./notifying";
import { Outbox } from "./outbox";
import type { Said } from "./outgoing";
import { myName } from "./person";
import { checkSession } from "./session";
import { Socket } from "./socket";
import { ThreadStore } from "./thread";
import { hideThread, loadThreads, takeRows, threadList } from "./threadList";
import { hearWaiting, lookForWaiting } from "./waiting";

const TYPING_PAUSE = 3000; // ms
const WARM = 8; // threads that stay in memory after they were left

export const outbox = new Outbox();
export const socket = new Socket(socketAddress(), () => myName() ?? nameDevice(navigator.userAgent), hear, () => void checkSession());

const stores = new Map<string, ThreadStore>(); // the least recently opened first
const open = new Set<string>();
const toldTyping = new Map<string, number>(); // ms since the epoch

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
      void lookForWaiting();
      void loadAgents();
      lookAtBudget();
      outbox.hurry();
      return;
    case "snapshot":
      stores.get(frame.thread_id)?.takeSnapshot(frame.view);
      return;
    case "event":
      // What comes late for a thread that was left is asked for when it is opened again.
      if (open.has(frame.event.thread_id)) stores.get(frame.event.thread_id)?.take(frame.event);
      return;
    case "threads":
      tellOfRows(frame.rows, threadList.get().rows);
      priceRows(frame.rows, threadList.get().rows);
      takeRows(frame.rows, frame.gone);
      hearWaiting(frame.rows, frame.gone);
      return;
    case "error":
      if (frame.thread_id === null || frame.message_id !== null) return;
      if (frame.code === "thread_not_found") lose(frame.thread_id);
      else stores.get(frame.thread_id)?.hearTrouble(sayFact(frame.message, frame.code, frame.fact));
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

/** The thread's store; the same one for as long as it is kept warm. */
export function threadStore(threadId: string): ThreadStore {
  // A thread that is gone may be brought back: it is read anew when it is opened again.
  if (!open.has(threadId) && stores.get(threadId)?.isGone) drop(threadId);
  const isNew = outbox.beginsThread(threadId);
  const known = stores.get(threadId);
  const store = known ?? new ThreadStore(threadId, outbox, isNew, () => socket.tellWatch(threadId));
  stores.delete(threadId);
  stores.set(threadId, store);
  return store;
}

/** Watches the thread until the function it gives is called. */
export function watchThread(threadId: string): () => void {
  open.add(threadId);
  if (isId(threadId)) socket.watch(threadId, () => threadStore(threadId).since());
  else threadStore(threadId).miss();
  return () => {
    open.delete(threadId);
    socket.unwatch(threadId);
    dropColdest();
  };
}

function dropColdest(): void {
  for (const threadId of stores.keys()) {
    if (stores.size <= WARM) return;
    if (!open.has(threadId)) drop(threadId);
  }
}

function drop(threadId: string): void {
  stores.get(threadId)?.close();
  stores.delete(threadId);
}

/** Begins a thread with its first message and says its id. */
export function beginThread(said: Said): string {
  const threadId = uuid7();
  outbox.add(threadId, { sender: myName(), ...said }, true);
  return threadId;
}

export function sendMessage(threadId: string, said: Said): void {
  outbox.add(threadId, { sender: myName(), ...said }, false);
}

/** Tells the others who look at the thread; not for every key. */
export function tellTyping(threadId: string): void {
  const now = Date.now();
  if (socket.link.get().state !== "open") return; // told with a later key
  if (now - (toldTyping.get(threadId) ?? 0) < TYPING_PAUSE) return;
  toldTyping.set(threadId, now);
  socket.send({ type: "typing", thread_id: threadId });
}
