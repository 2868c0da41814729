// The threads, grouped by time, or what a search found.
import { useEffect, useRef, type ReactNode } from "react";
import { useRoute } from "wouter";
import type { ThreadRow } from "../contract.gen";
import { useCell } from "../core/cell";
import { loadMoreThreads, loadThreads, threadList } from "../core/threadList";
import { useNow } from "../core/useNow";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { groupThreads } from "./groups";
import { useSearch, type ThreadStatus } from "./search";
import { ThreadLink } from "./ThreadLink";

const MINUTE = 60_000; // ms

interface ThreadListProps {
  query: string;
  /** Of the threads that are searched. */
  status: ThreadStatus;
}

export function ThreadList({ query, status }: ThreadListProps) {
  const list = useCell(threadList);
  const found = useSearch(query, status);
  const now = useNow(MINUTE);
  const [, route] = useRoute("/chat/:threadId");
  const current = route?.threadId ?? null;

  if (query.trim() !== "") {
    if (found === null) return <Note>{t.rail.searching}</Note>;
    if (found.failed) return <Note>{t.rail.failed}</Note>;
    if (found.rows.length === 0) return <Note>{t.rail.nothingFound(found.query)}</Note>;
    return <Rows rows={found.rows} current={current} now={now} />;
  }
  if (list.phase === "failed") {
    return (
      <Note>
        {t.rail.failed}
        <Button onClick={() => void loadThreads()}>{t.retry}</Button>
      </Note>
    );
  }
  if (list.phase === "ready" && list.rows.length === 0) return <Note>{t.rail.empty}</Note>;
  return (
    <>
      {groupThreads(list.rows, now).map((group) => (
        <section key={group.name} aria-label={t.rail.groups[group.name]}>
          <h2 className="group">{t.rail.groups[group.name]}</h2>
          <ul className="thread-items">
            {group.entries.map(({ row, depth }) => (
              <ThreadLink key={row.thread.id} row={row} depth={depth} current={row.thread.id === current} now={now} />
            ))}
          </ul>
        </section>
      ))}
      {list.next !== null && <More key={list.next} />}
    </>
  );
}

export function Rows({ rows, current, now }: { rows: ThreadRow[]; current: string | null; now: number }) {
  return (
    <ul className="thread-items">
      {rows.map((row) => (
        <ThreadLink key={row.thread.id} row={row} depth={0} current={row.thread.id === current} now={now} />
      ))}
    </ul>
  );
}

export function Note({ children }: { children: ReactNode }) {
  return <p className="rail-note">{children}</p>;
}

/** Asks for the next page when it comes into sight. */
function More() {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void loadMoreThreads().catch(() => undefined);
    });
    if (mark.current) observer.observe(mark.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={mark} className="rail-more" />;
}
