// What a person likes, kept in this browser: how agents' words look, whether keys and notifications are used.
import { Cell } from "./cell";
import { keep, onKeptElsewhere, recall } from "./kept";

export interface Preferences {
  prose: "serif" | "sans";
  shortKeys: boolean;
  /** Tell of answers and open decisions while the page is hidden. */
  notifications: boolean;
}

const KEPT = "preferences";
const USUAL: Preferences = { prose: "serif", shortKeys: true, notifications: false };

const read = (): Preferences => ({ ...USUAL, ...recall<Partial<Preferences>>(KEPT) });

export const preferences = new Cell<Preferences>(read());

export function startPreferences(): void {
  show();
  preferences.subscribe(show);
  onKeptElsewhere(KEPT, () => preferences.set(read()));
}

export function prefer(changes: Partial<Preferences>): void {
  preferences.update((before) => ({ ...before, ...changes }));
  keep(KEPT, preferences.get());
}

function show(): void {
  document.documentElement.dataset.prose = preferences.get().prose;
}
