// The archived threads.
import { useEffect, useState } from "react";
import type { ThreadRow } from "../contract.gen";
import { api } from "../core/api";
import { useCell } from "../core/cell";
import { threadList } from "../core/threadList";
import { t } from "../i18n";
import { Note, Rows } from "./ThreadList";

export function Archived({ current }: { current: string | null }) {
  const [rows, setRows] = useState<ThreadRow[] | null>(null);
  const [failed, setFailed] = useState(false);
  const active = useCell(threadList, (list) => list.rows);

  useEffect(() => {
    let shown = true;
    api
      .threads({ status: "archived" })
      .then((page) => shown && setRows(page.items))
      .catch(() => shown && setFailed(true));
    return () => {
      shown = false;
    };
  }, [active]); // a thread that was brought back is in the other list now

  if (failed) return <Note>{t.rail.failed}</Note>;
  if (rows === null) return <Note>{t.thread.loading}</Note>;
  if (rows.length === 0) return <Note>{t.rail.noneArchived}</Note>;
  return <Rows rows={rows} current={current} now={Date.now()} />;
}
