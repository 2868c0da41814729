// The threads a thread came from and led to, known from the list or asked for once.
import { useEffect, useMemo } from "react";
import type { Thread } from "../contract.gen";
import { api } from "./api";
import { Cell, useCell } from "./cell";
import { threadList } from "./threadList";

const fetched = new Cell<ReadonlyMap<string, Thread | null>>(new Map()); // null: it is gone, or not told yet

export function useThreads(threadIds: string[]): Thread[] {
  const rows = useCell(threadList, (list) => list.rows);
  const asked = useCell(fetched);
  const key = threadIds.join(" ");

  const known = useMemo(() => {
    const byId = new Map(rows.map((row) => [row.thread.id, row.thread]));
    return key === "" ? [] : key.split(" ").map((id) => byId.get(id) ?? asked.get(id));
  }, [key, rows, asked]);

  useEffect(() => {
    const missing = key === "" ? [] : key.split(" ").filter((_, index) => known[index] === undefined);
    for (const threadId of missing) void fetchThread(threadId);
  }, [key, known]);

  return known.filter((thread) => thread !== null && thread !== undefined);
}

async function fetchThread(threadId: string): Promise<void> {
  const put = (thread: Thread | null) => fetched.update((before) => new Map(before).set(threadId, thread));
  put(null);
  await api.thread(threadId).then(put, () => undefined);
}
