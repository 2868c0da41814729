// The events of one long thread: the newest are there at once, the older ones follow.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ThreadEvents } from "../../src/admin/events/ThreadEvents";
import { FakeLine } from "../fakes/line";
import { FakeParley, type Asked, type Reply } from "../fakes/parley";
import { AT, thread } from "../fakes/things";

const ALL = 2700; // events
let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  vi.stubGlobal("fetch", parley.fetch);
  vi.stubGlobal("WebSocket", FakeLine);
});

afterEach(() => vi.unstubAllGlobals());

const event = (seq: number) => ({ kind: "title.changed", id: `e${seq}`, seq, at: AT, thread_id: "th1", title: `Title ${seq}` });

/** As the service does it: those after `since`, the oldest first. */
function answer({ path }: Asked): Reply {
  if (!path.includes("/events?")) return { status: 200, body: thread("th1") };
  const [since, limit] = ["since", "limit"].map((name) => Number(new URLSearchParams(path.split("?")[1]).get(name)));
  const first = (since ?? 0) + 1;
  const last = Math.min(ALL, first + (limit ?? 0) - 1);
  const events = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => event(first + index));
  return { status: 200, body: { events, head: ALL } };
}

const isOlder = ({ path }: Asked) => /since=(1200|200|0)&limit=\d{2,}/.test(path);

test("the newest events are shown while nothing older has come, and the whole once all has", async () => {
  parley.answer = (asked) => (isOlder(asked) ? "unreachable" : answer(asked));
  render(<ThreadEvents threadId="th1" />);

  expect(await screen.findByText("title=“Title 2700”")).toBeTruthy();
  expect((await screen.findByRole("alert")).textContent).toContain("Only 500 of 2,700 events could be read.");
  expect(screen.queryByRole("heading", { name: "Replay" })).toBeNull();
  parley.answer = answer;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(await screen.findByRole("heading", { name: "Replay" })).toBeTruthy();
  expect(screen.getByRole("slider").getAttribute("max")).toBe("2700");
  expect(screen.queryByRole("alert")).toBeNull();
});
