// The threads that a filter leaves, asked for again when something happens, and every few seconds.
import { useDeferredValue, useEffect, useState } from "react";
import type { ThreadPage, ThreadRow } from "../../contract.gen";
import { read } from "../api";
import { useAsked, type Asked } from "../useAsked";
import { useThreadNews } from "../useThreadNews";

export type Filter = "all" | "working" | "archived";
export const FILTERS: Filter[] = ["all", "working", "archived"];

const PAGE = 50;
const MOST = 200; // that the service gives at once
const AGAIN = 4000; // ms

export interface Threads {
  asked: Asked<{ rows: ThreadRow[]; more: boolean }>;
  showMore: () => void;
}

export function useThreads(filter: Filter, query: string): Threads {
  const q = useDeferredValue(query.trim());
  const [limit, setLimit] = useState(PAGE);
  useEffect(() => setLimit(PAGE), [filter, q]);
  const asked = useAsked(() => ask(filter, q, limit), `${filter} ${limit} ${q}`, AGAIN);
  useThreadNews(asked.again);
  return { asked, showMore: () => setLimit((now) => Math.min(now + PAGE, MOST)) };
}

async function ask(filter: Filter, q: string, limit: number): Promise<{ rows: ThreadRow[]; more: boolean }> {
  const query = new URLSearchParams({ q, limit: String(limit) });
  if (filter === "archived") query.set("status", "archived");
  if (filter === "working") query.set("working", "true");
  const { items, next } = await read<ThreadPage>("GET", `/api/threads?${query}`);
  return { rows: items, more: next !== null && limit < MOST };
}
