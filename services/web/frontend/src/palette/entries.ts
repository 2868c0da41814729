// What the palette offers for what was typed: actions first while nothing was, then threads.
import { useMemo } from "react";
import { useLocation } from "wouter";
import { titleOf } from "../chat/actions";
import type { Passage, ThreadRow } from "../contract.gen";
import { rank } from "../compose/completing";
import { useCell } from "../core/cell";
import { chooseTheme } from "../core/theme";
import { threadList } from "../core/threadList";
import { open } from "../help/opened";
import { t } from "../i18n";
import { shortTime } from "../i18n/format";
import { addressOf, useSearch } from "../rail/search";
import type { IconName } from "../ui/icons";
import { importThread } from "./importing";

export interface Entry {
  key: string;
  icon: IconName;
  name: string;
  about: string;
  passage: Passage | null;
  run: () => void;
}

const THREADS = 30;

export function useEntries(query: string): Entry[] {
  const [, go] = useLocation();
  const rows = useCell(threadList, (list) => list.rows);
  const found = useSearch(query);
  const all = useMemo(() => actions(go), [go]);
  const shown = query.trim() === "" ? rows : (found?.rows ?? rank(rows, query, (row) => titleOf(row.thread)));
  const threads = shown.slice(0, THREADS).map((row) => toEntry(row, go));
  return [...rank(all, query.trim(), (each) => each.name), ...threads];
}

function toEntry(row: ThreadRow, go: (path: string) => void): Entry {
  const { thread, passage } = row;
  return {
    key: thread.id,
    icon: thread.parent_thread_id === null ? ("list" as const) : ("fork" as const),
    name: titleOf(thread),
    about: shortTime(thread.last_activity_at),
    passage,
    run: () => go(addressOf(row)),
  };
}

function actions(go: (path: string) => void): Entry[] {
  const action = (key: string, icon: IconName, name: string, run: () => void) => ({ key, icon, name, about: "", passage: null, run });
  return [
    action("new", "plus", t.rail.newThread, () => go("/")),
    action("settings", "gear", t.settings.title, () => open("settings")),
    action("admin", "key", t.settings.admin, () => go("/admin")),
    action("keys", "keyboard", t.settings.keys, () => open("keys")),
    action("import", "save", t.palette.import, () => importThread(go)),
    action("light", "sun", `${t.settings.theme}: ${t.settings.light}`, () => chooseTheme("light")),
    action("dark", "moon", `${t.settings.theme}: ${t.settings.dark}`, () => chooseTheme("dark")),
    action("system", "desktop", `${t.settings.theme}: ${t.settings.system}`, () => chooseTheme("system")),
  ];
}
