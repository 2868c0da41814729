// Usage: its spans of time, its chart and its table, and the budget.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { PERIODS, spanOf, type Period } from "../../src/admin/usage/periods";
import { Usage } from "../../src/admin/usage/Usage";
import { notices } from "../../src/ui/notify";
import type { UsageRow } from "../../src/contract.gen";
import { FakeParley, type Asked, type Reply } from "../fakes/parley";

const numbers = {
  calls: 1,
  input_tokens: 10,
  output_tokens: 2,
  cached_tokens: 0,
  reasoning_tokens: 0,
  unpriced: 0,
  estimated: 0,
};
const row = (agent: string, cost: number): UsageRow => ({
  ...{ agent_id: agent, agent_name: agent, model: null, channel: null, day: null, hour: null },
  ...{ ...numbers, cost_micros: cost },
});
const budget = { monthly_micros: 1_000_000, spent_micros: 900_000, state: "near", since: "2026-11-01T00:00:00Z" };

const daily = { daily_micros: 500_000, spent_micros: 500_000, since: "2026-11-03T00:00:00Z" };

function serve(rows: UsageRow[]): FakeParley {
  const parley = new FakeParley();
  parley.answer = ({ path }: Asked): Reply => {
    if (path === "/api/budget") return { status: 200, body: budget };
    return { status: 200, body: path === "/api/daily-limit" ? daily : { rows } };
  };
  vi.stubGlobal("fetch", parley.fetch);
  return parley;
}

test("a span has whole days of this clock, up to now", () => {
  const [, week] = PERIODS as [Period, Period];

  const { from, to, buckets } = spanOf(week, new Date(2026, 10, 3, 15, 30));

  expect([from, to]).toEqual([new Date(2026, 9, 28), new Date(2026, 10, 3, 15, 30)]);
  expect(buckets.map(({ key }) => key.slice(5))).toEqual("10-28 10-29 10-30 10-31 11-01 11-02 11-03".split(" "));
});

test("what was used stands in the table, with its sum", async () => {
  serve([row("Atlas", 1_500_000), row("Juno", 0)]);
  render(<Usage />);

  const table = await screen.findByRole("table");

  const lines = [...table.querySelectorAll("tbody tr")].map((line) => line.textContent);
  expect(lines).toEqual(["Atlas$1.50110020", "Juno$0110020", "Together$1.50220040"]);
  expect(screen.getByRole("img", { name: "Cost over time" })).toBeTruthy();
});

test("tokens that are partly a guess are marked, and it is said of how many calls", async () => {
  serve([{ ...row("Atlas", 0), calls: 3, estimated: 2 }, row("Juno", 0)]);
  render(<Usage />);

  const table = await screen.findByRole("table");

  const lines = [...table.querySelectorAll("tbody tr")].map((line) => line.textContent);
  expect(lines).toEqual(["Atlas$03≈ 100≈ 20", "Juno$0110020", "Together$04≈ 200≈ 40"]);
  expect(screen.getByText(/^≈ The tokens of 2 calls are estimated/)).toBeTruthy();
});

test("another axis asks anew", async () => {
  const parley = serve([]);
  render(<Usage />);
  await screen.findByText("No model was called in this time.");

  await userEvent.click(screen.getByRole("radio", { name: "Model" }));

  await vi.waitFor(() => expect(parley.asked.some((each) => each.path.includes("by=day&by=model"))).toBe(true));
});

test("day by day is a table of days, and no day is a part of another", async () => {
  const parley = serve([{ ...row("", 1_500_000), day: "2026-11-03", agent_id: null, agent_name: null }]);
  render(<Usage />);
  await screen.findByRole("table");

  await userEvent.click(screen.getByRole("radio", { name: "Day" }));

  expect(await screen.findByRole("rowheader", { name: /November 3, 2026/ })).toBeTruthy();
  const asked = parley.asked.slice(-2).map(({ path }) => new URLSearchParams(path.split("?")[1]).getAll("by"));
  expect(asked).toEqual([["day"], ["day"]]);
  expect(screen.getByRole("link", { name: "Save as CSV" }).getAttribute("href")).toMatch(/[?&]by=day$/);
});

test("a daily limit that is spent says that no agent answers, and can be taken away", async () => {
  const parley = serve([]);
  render(<Usage />);
  expect(await screen.findByText("spent: no agent answers")).toBeTruthy();

  const field = screen.getByLabelText("Dollars a day");
  await userEvent.clear(field);
  await userEvent.type(field, "{Enter}");

  const puts = () => parley.asked.filter((each) => each.method === "PUT");
  await vi.waitFor(() => expect(puts().map(({ body }) => body)).toEqual([{ daily_micros: null }]));
  expect(puts()[0]?.path).toBe("/api/daily-limit");
});

test("a budget that is nearly spent says so, and another one is kept", async () => {
  const parley = serve([]);
  render(<Usage />);
  expect(await screen.findByText("nearly spent")).toBeTruthy();

  const field = screen.getByLabelText("Dollars a month");
  await userEvent.clear(field);
  await userEvent.type(field, "2,5{Enter}");

  const puts = () => parley.asked.filter((each) => each.method === "PUT").map((each) => each.body);
  await vi.waitFor(() => expect(puts()).toEqual([{ monthly_micros: 2_500_000 }]));
});

test("a budget that was changed elsewhere meanwhile is seen when it is replaced, and can be had back", async () => {
  let monthly: number | null = 1_000_000;
  const parley = serve([]);
  const others = parley.answer;
  parley.answer = (asked) => {
    if (asked.path !== "/api/budget") return others(asked);
    if (asked.method === "PUT") monthly = (asked.body as { monthly_micros: number | null }).monthly_micros;
    return { status: 200, body: { ...budget, monthly_micros: monthly } };
  };
  notices.set([]);
  render(<Usage />);
  const field = await screen.findByLabelText("Dollars a month");
  monthly = 20_000_000; // in another tab

  await userEvent.clear(field);
  await userEvent.type(field, "5{Enter}");
  await vi.waitFor(() => expect(notices.get()[0]?.text).toBe("Saved. Elsewhere it had been set to: $20.00"));
  expect(monthly).toBe(5_000_000);
  notices.get()[0]?.action?.run();

  await vi.waitFor(() => expect(monthly).toBe(20_000_000));
});
