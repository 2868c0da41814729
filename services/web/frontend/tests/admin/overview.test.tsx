// The overview: it hears of what failed without being asked, and of strangers.
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Overview } from "../../src/admin/overview/Overview";
import { takeRows } from "../../src/core/threadList";
import { FakeParley, refusal, type Asked, type Reply } from "../fakes/parley";

const budget = { monthly_micros: null, spent_micros: 0, state: "none", since: "2026-11-01T00:00:00Z" };
const failure = {
  ...{ turn_id: "t1", thread_id: "bad-luck", title: "Bad luck", agent_id: "unlucky" },
  ...{ error: { code: "model_not_found", text: "there is no such model", retryable: false } },
  created_at: "2026-11-02T00:00:00Z",
};

let failed: object[] = [];
let people: object[] = [];
let services: object[] = [];
let queues: object[] | null = null;

const health = { ok: true, detail: "", version: "1", instances: 1, uptime_ms: 9000, last_error: "", heard_ms: 0 };
const runs = { state: "running", ends: 0, last_end: "" };

function show() {
  const parley = new FakeParley();
  parley.answer = ({ path }: Asked): Reply => {
    if (path === "/api/failures") return { status: 200, body: { items: failed } };
    if (path === "/api/approvals") return { status: 200, body: { approvals: [], queries: [] } };
    if (path === "/api/budget") return { status: 200, body: budget };
    if (path === "/api/telegram") return { status: 200, body: { state: {}, people, chats: [] } };
    if (path === "/api/services") return { status: 200, body: { services, launched: true, queues } };
    return { status: 200, body: { rows: [] } };
  };
  vi.stubGlobal("fetch", parley.fetch);
  render(<Overview />);
  return parley;
}

test("a turn that fails while somebody looks is shown", async () => {
  show();
  await screen.findByText("No turn has failed.");

  failed = [failure];
  takeRows([], []);

  expect(await screen.findByText("there is no such model")).toBeTruthy();
});

test("strangers who are new this week are told of, not who is paired", async () => {
  const now = new Date().toISOString();
  const roles = [
    ["stranger", now],
    ["paired", now],
    ["stranger", now],
    ["stranger", "2020-01-01T00:00:00Z"],
  ];
  people = roles.map(([role, at], n) => ({ person_id: String(n), name: "", role, at }));
  show();

  const told = "2 new people who are not paired wrote to the bot in the last 7 days";
  const link = await screen.findByRole("link", { name: told });
  expect(link.getAttribute("href")).toBe("/admin/telegram");
});

test("a silent service says when it was heard and what to type, one that ends often where to look", async () => {
  const silent = { ...health, ok: false, instances: 0, uptime_ms: null, heard_ms: 125_000 };
  services = [
    { ...silent, name: "store", process: { ...runs, name: "store" } },
    { ...health, name: "gateway", process: { ...runs, name: "gateway", ends: 4, last_end: "SIGKILL" } },
  ];
  show();

  expect(await screen.findByText("heard 2 minutes ago")).toBeTruthy();
  expect(screen.getByText("./parley restart store")).toBeTruthy();
  expect(screen.getByText("ended 4 times in the last hour, lastly by SIGKILL")).toBeTruthy();
  expect(screen.getByText("./parley logs gateway")).toBeTruthy();
  expect(screen.queryByText("./parley restart gateway")).toBeNull();
});

test("a service that answers and can't work says why", async () => {
  services = [{ ...health, name: "store", ok: false, detail: "its database is away", process: null }];
  show();

  expect(await screen.findByText("its database is away")).toBeTruthy();
  expect(screen.getByText("answers, but can't work")).toBeTruthy();
});

test("what waits stands at the service that works it off, with where it came from", async () => {
  services = ["gateway", "agent-runner", "store"].map((name) => ({ ...health, name, process: null }));
  queues = [
    { queue: "inbound", channel: "web", waiting: 2, in_hand: 1 },
    { queue: "inbound", channel: "telegram", waiting: 0, in_hand: 0 },
    { queue: "turns", channel: "", waiting: 5, in_hand: 1 },
    { queue: "outbox", channel: "", waiting: 0, in_hand: 0 },
  ];
  show();

  const told = (await screen.findAllByText(/to sort|turn runs|to tell/)).map((each) => each.textContent);
  expect(told).toEqual(["3 messages to sort (web 2)", "1 turn runs, 5 wait", "0 events to tell"]);
});

test("while the store is away nobody is told that nothing waits and nothing failed", async () => {
  failed = [];
  const parley = show();
  await screen.findByText("No turn has failed.");
  expect(screen.getAllByText(/Nothing waits for you/).length).toBeGreaterThan(0);
  const others = parley.answer;

  parley.answer = (asked) =>
    ["/api/approvals", "/api/failures"].includes(asked.path) ? refusal(503, "unavailable", "the store does not answer") : others(asked);
  takeRows([], []);

  await vi.waitFor(() => expect(screen.getAllByRole("alert")).toHaveLength(2));
  expect(screen.queryByText(/Nothing waits for you/)).toBeNull();
  expect(screen.queryByText("No turn has failed.")).toBeNull();
});
