// What this month has cost, where somebody has set what it may cost; looked up again after answers.
import type { Budget, ThreadRow } from "../contract.gen";
import { hasAnswered } from "./answered";
import { api } from "./api";
import { Cell } from "./cell";

const PAUSE = 20_000; // ms between two look-ups, at least

/** Null until it is known. */
export const budget = new Cell<Budget | null>(null);

let lookedAt = -PAUSE; // ms, of the page's own clock
let planned: ReturnType<typeof setTimeout> | undefined;

export function lookAtBudget(): void {
  if (planned !== undefined) return;
  const wait = Math.max(0, lookedAt + PAUSE - performance.now());
  planned = setTimeout(() => {
    planned = undefined;
    lookedAt = performance.now();
    // While nobody answers, what was known stays.
    void api.budget().then(budget.set.bind(budget), () => undefined);
  }, wait);
}

/** An answer that ended may have cost something. */
export function priceRows(rows: readonly ThreadRow[], known: readonly ThreadRow[]): void {
  const ended = rows.some((row) => hasAnswered(row, known.find((each) => each.thread.id === row.thread.id)));
  if (ended) lookAtBudget();
}
