// Which dialog of the page is open; opened from keys, menus, commands and the palette alike.
import { Cell } from "../core/cell";

export type Part = "palette" | "keys" | "settings" | "signOut" | "thread";

export const opened = new Cell<Part | null>(null);

export function open(part: Part): void {
  opened.set(part);
}

export function close(): void {
  opened.set(null);
}
