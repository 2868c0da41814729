// Tells of answers and open decisions while nobody looks at the page.
import { navigate } from "wouter/use-browser-location";
import type { ThreadRow } from "../contract.gen";
import { t } from "../i18n";
import { hasAnswered } from "./answered";
import { preferences, prefer } from "./preferences";
import { isUnread, seen, type Seen } from "./seen";

const BRIEF = 140; // characters of a message

/** Asks the browser once; only a person's click may do so. */
export async function allowNotifications(): Promise<boolean> {
  if (!("Notification" in window)) return false;
  const allowed = (await Notification.requestPermission()) === "granted";
  prefer({ notifications: allowed });
  return allowed;
}

/** What is new in the rows, compared with what was known of them. */
export function tellOfRows(rows: readonly ThreadRow[], known: readonly ThreadRow[]): void {
  if (!document.hidden || !preferences.get().notifications) return;
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  for (const row of rows) {
    const before = known.find((each) => each.thread.id === row.thread.id);
    const text = newsOf(row, before, seen.get());
    if (text !== null) tell(row, text);
  }
}

/** An answer that was on screen before the page was hidden is none. */
export function newsOf(row: ThreadRow, before: ThreadRow | undefined, read: Seen): string | null {
  if (row.waiting && !before?.waiting) return t.notification.waiting;
  if (!hasAnswered(row, before) || !isUnread(row, read)) return null;
  return row.last_text.slice(0, BRIEF) || t.notification.answered;
}

function tell({ thread }: ThreadRow, body: string): void {
  const title = thread.title || t.rail.untitled;
  const shown = new Notification(title, { body, tag: thread.id, icon: "/icon.svg" });
  shown.onclick = () => {
    window.focus();
    navigate(`/chat/${thread.id}`);
    shown.close();
  };
}
