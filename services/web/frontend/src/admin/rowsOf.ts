// The rows of the threads that a page speaks of, wherever they stand in the list.
import type { ThreadRow } from "../contract.gen";
import { adminApi } from "./api";

const MOST = 100; // in one question

export async function rowsOf(threadIds: string[]): Promise<Map<string, ThreadRow>> {
  const ids = [...new Set(threadIds)].slice(0, MOST);
  if (ids.length === 0) return new Map();
  const { items } = await adminApi.rows(ids);
  return new Map(items.map((row) => [row.thread.id, row]));
}
