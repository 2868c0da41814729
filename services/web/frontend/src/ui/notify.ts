// Says something in the corner of the page, now or as soon as notices can be shown.
import { Cell } from "../core/cell";

export interface Notice {
  text: string;
  kind?: "plain" | "bad";
  timeout?: number; // ms
  action?: { label: string; run: () => void };
}

/** What was said and is not shown yet. */
export const notices = new Cell<Notice[]>([]);

export function notify(notice: Notice): void {
  notices.update((before) => [...before, notice]);
}
