// Searching threads: what is typed now, and what the service found for it.
import { useEffect, useState } from "react";
import type { Thread, ThreadRow } from "../contract.gen";
import { api } from "../core/api";

const SETTLES = 200; // ms after the last key

export type ThreadStatus = Thread["status"];

export interface Found {
  rows: ThreadRow[];
  query: string;
  failed: boolean;
}

/** Of a thread, at what was looked for. */
export function addressOf({ thread, passage }: ThreadRow): string {
  return passage === null ? `/chat/${thread.id}` : `/chat/${thread.id}#${encodeURIComponent(passage.message_id)}`;
}

export function useSearch(query: string, status: ThreadStatus = "active"): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  const wanted = query.trim();

  useEffect(() => {
    if (wanted === "") return setFound(null);
    let current = true;
    const timer = setTimeout(() => {
      api
        .threads({ q: wanted, status })
        .then((page) => current && setFound({ rows: page.items, query: wanted, failed: false }))
        .catch(() => current && setFound({ rows: [], query: wanted, failed: true }));
    }, SETTLES);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, status]);

  return wanted === "" ? null : found;
}
