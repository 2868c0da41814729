// What a person can do to a thread: asked of the service, and said aloud when it fails.
import type { Thread, ThreadChange } from "../contract.gen";
import { api } from "../core/api";
import { ApiError } from "../core/http";
import { uuid7 } from "../core/ids";
import { hideThread, loadThreads, showThread, threadList } from "../core/threadList";
import { t } from "../i18n";
import { notify } from "../ui/notify";

const UNDO = 30_000; // ms; as long as the store can bring a deleted thread back

/** Whether it went well; if not, a notice says why. */
export async function attempt<T>(what: string, action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({ text: t.failed(what, error.message), kind: "bad", timeout: 10_000 });
    return null;
  }
}

export function titleOf(thread: Thread | null | undefined): string {
  return thread?.title || t.rail.untitled;
}

/** Whether it went well. */
export async function changeThread(
  thread: Thread,
  change: Partial<ThreadChange>,
  what: string = t.doing.change,
): Promise<boolean> {
  const changed = await attempt(what, () => api.changeThread(thread.id, change));
  if (changed) showThread(changed);
  return changed !== null;
}

/** `back`: goes to it when it was brought back. */
export async function archiveThread(thread: Thread, back: () => void): Promise<void> {
  hideThread(thread.id);
  const changed = await attempt(t.doing.change, () => api.changeThread(thread.id, { status: "archived" }));
  if (!changed) return showThread(thread);
  const run = async () => (await changeThread(thread, { status: "active" })) && back();
  notify({ text: t.thread.archived(titleOf(thread)), action: { label: t.undo, run: () => void run() } });
}

/** `back`: as above. */
export async function removeThread(thread: Thread, back: () => void): Promise<void> {
  hideThread(thread.id);
  const removed = await attempt(t.doing.remove, () => api.deleteThread(thread.id).then(() => true));
  if (!removed) return showThread(thread);
  const run = () => void restoreThread(thread, back);
  notify({ text: t.thread.removed(titleOf(thread)), timeout: UNDO, action: { label: t.undo, run } });
}

async function restoreThread(thread: Thread, back: () => void): Promise<void> {
  const restored = await attempt(t.doing.restore, () => api.restoreThread(thread.id));
  if (!restored) return;
  await loadThreads();
  back();
}

/** Forks with everything up to the message, or the whole thread, and says where it is. */
export async function forkThread(threadId: string, messageId: string | null): Promise<string | null> {
  const id = uuid7();
  const parent = threadList.get().rows.find((row) => row.thread.id === threadId)?.thread;
  const title = parent?.title ? nameFork(parent.title, parent.children.length + 1) : null;
  const fork = await attempt(t.doing.fork, () => api.forkThread(threadId, { id, message_id: messageId, title }));
  if (fork) showThread(fork);
  return fork?.id ?? null;
}

const LONGEST = 180; // characters of the parent's title, so that the whole stays below the store's limit

function nameFork(title: string, which: number): string {
  const stem = title.replace(/ \(fork(?: \d+)?\)$/, "");
  return t.thread.forkTitle(stem.slice(0, LONGEST), which);
}

/** Changes what was said; `runAgain` has it answered anew, the old answer is kept beside it. */
export function editMessage(messageId: string, text: string, runAgain: boolean): Promise<unknown> {
  const edit = { id: uuid7(), text, run_again: runAgain };
  return attempt(t.doing.edit, () => api.editMessage(messageId, edit));
}

export function answerAgain(messageId: string, agentId: string | null): Promise<unknown> {
  const id = uuid7();
  return attempt(t.doing.retry, () => api.retryMessage(messageId, id, agentId));
}

/** Stops this very turn: asked twice, or a moment too late, it must not stop the next one. */
export function stopTurn(threadId: string, turnId: string): Promise<unknown> {
  return attempt(t.doing.stop, () => api.stop(threadId, turnId));
}

export function withdrawTurn(turnId: string): Promise<unknown> {
  return attempt(t.doing.withdraw, () => api.withdraw(turnId));
}
