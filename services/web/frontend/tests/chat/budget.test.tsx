// The month's budget as the chat tells of it: only when there is something to tell, until it is closed.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BudgetNotice } from "../../src/chat/BudgetNotice";
import type { Budget } from "../../src/contract.gen";
import { budget, lookAtBudget, priceRows } from "../../src/core/budget";
import { AT, row } from "../fakes/things";

const spent = (state: Budget["state"], micros: number): Budget => ({
  monthly_micros: 10_000_000,
  spent_micros: micros,
  state,
  since: AT,
});

let asked = 0;
let now: Budget = spent("fine", 1);

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  vi.stubGlobal("fetch", async () => (asked++, Response.json(now)));
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  budget.set(null);
});

test("a budget that is far from spent is not told of", () => {
  budget.set(spent("fine", 1_000_000));

  render(<BudgetNotice />);

  expect(screen.queryByText(/This month/)).toBeNull();
});

test("a notice stays closed until the next stage", () => {
  budget.set(spent("near", 8_500_000));
  render(<BudgetNotice />);
  expect(screen.getByText("This month has cost $8.50 of the $10.00 you set.")).toBeTruthy();

  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByText(/This month/)).toBeNull();

  act(() => budget.set(spent("over", 12_000_000)));
  expect(screen.getByText("This month has cost $12.00; you set $10.00. Answers go on.")).toBeTruthy();
});

test("answers that end have it looked up again, not each of them", async () => {
  now = spent("near", 9_000_000);
  lookAtBudget();
  await vi.runAllTimersAsync();

  for (let times = 0; times < 3; times++) priceRows([row("a")], [row("a", {}, { running: true })]);
  priceRows([row("a")], [row("a")]);
  await vi.runAllTimersAsync();

  expect(asked).toBe(2);
  expect(budget.get()).toEqual(now);
});

test("an answer that began and ended between two words of the list has it looked up too", async () => {
  priceRows([row("a", {}, { last_seq: 4 })], [row("a")]);
  await vi.runAllTimersAsync();

  expect(asked).toBe(1);
});
