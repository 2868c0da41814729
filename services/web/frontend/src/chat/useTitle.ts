// The tab's title: a mark while somebody waits for a decision, how many threads have unread answers, the thread.
import { useEffect } from "react";
import { useRoute } from "wouter";
import { useCell } from "../core/cell";
import { isUnread, seen } from "../core/seen";
import { threadList } from "../core/threadList";
import { useWaiting } from "../core/waiting";
import { t } from "../i18n";

export function useTitle(title: string | null): void {
  const rows = useCell(threadList, (list) => list.rows);
  const read = useCell(seen);
  const [, route] = useRoute("/chat/:threadId");
  const unread = rows.filter((row) => row.thread.id !== route?.threadId && isUnread(row, read)).length;
  const waiting = useWaiting();

  useEffect(() => {
    const name = title === null ? t.app : t.titled(title);
    document.title = `${waiting > 0 ? "◆ " : ""}${unread > 0 ? `(${unread}) ` : ""}${name}`;
  }, [title, unread, waiting]);
}
