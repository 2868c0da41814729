// The overview: it hears of what failed without being asked, and of strangers.
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Overview } from "../../src/admin/overview/Overview";
import { takeRows } from "../../src/core/threadList";
import { FakeParley, type Asked, type Reply } from "../fakes/parley";

const budget = { monthly_micros: null, spent_micros: 0, state: "none", since: "2026-11-01T00:00:00Z" };
const failure = {
  ...{ turn_id: "t1", thread_id: "bad-luck", title: "Bad luck", agent_id: "unlucky" },
  ...{ error: { code: "model_not_found", text: "there is no such model", retryable: false } },
  created_at: "2026-11-02T00:00:00Z",
};

let failed: object[] = [];
let people: object[] = [];

function show() {
  const parley = new FakeParley();
  parley.answer = ({ path }: Asked): Reply => {
    if (path === "/api/failures") return { status: 200, body: { items: failed } };
    if (path === "/api/approvals") return { status: 200, body: { approvals: [], queries: [] } };
    if (path === "/api/budget") return { status: 200, body: budget };
    if (path === "/api/telegram") return { status: 200, body: { state: {}, people, chats: [] } };
    return { status: 200, body: path === "/api/services" ? { services: [] } : { rows: [] } };
  };
  vi.stubGlobal("fetch", parley.fetch);
  render(<Overview />);
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
  const roles = [["stranger", now], ["paired", now], ["stranger", now], ["stranger", "2020-01-01T00:00:00Z"]];
  people = roles.map(([role, at], n) => ({ person_id: String(n), name: "", role, at }));
  show();

  const told = "2 new people who are not paired wrote to the bot in the last 7 days";
  const link = await screen.findByRole("link", { name: told });
  expect(link.getAttribute("href")).toBe("/admin/telegram");
});
