// Light, dark, or as the system wishes.
import { Cell } from "./cell";
import { keep, onKeptElsewhere, recall } from "./kept";

export type Theme = "light" | "dark" | "system";

const KEPT = "theme";
const PAPER = { light: "#faf8f4", dark: "#16191b" };
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

export const theme = new Cell<Theme>(recall<Theme>(KEPT) ?? "system");

export function startTheme(): void {
  show();
  theme.subscribe(show);
  darkSystem.addEventListener("change", show);
  onKeptElsewhere(KEPT, () => theme.set(recall<Theme>(KEPT) ?? "system"));
}

export function chooseTheme(next: Theme): void {
  keep(KEPT, next);
  theme.set(next);
}

function show(): void {
  const wished = theme.get();
  const shown = wished === "system" ? (darkSystem.matches ? "dark" : "light") : wished;
  document.documentElement.dataset.theme = shown;
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", PAPER[shown]);
}
