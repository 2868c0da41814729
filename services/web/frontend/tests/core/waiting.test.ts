// The threads that wait for a decision, of all that there are.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ThreadRow } from "../../src/contract.gen";
import { hearWaiting, lookForWaiting, waitingThreads } from "../../src/core/waiting";
import { FakeParley, refusal } from "../fakes/parley";
import { row } from "../fakes/things";

const waits = (id: string): ThreadRow => row(id, {}, { waiting: true });
const runs = (id: string): ThreadRow => row(id, {}, { running: true });
const ids = () => [...waitingThreads.get()].sort();

let parley: FakeParley;
let active: Record<string, { items: ThreadRow[]; next: string | null }>;

beforeEach(() => {
  vi.useFakeTimers();
  waitingThreads.set(new Set());
  active = { "": { items: [waits("th1"), runs("th2")], next: "p2" }, p2: { items: [waits("th300")], next: null } };
  parley = new FakeParley();
  parley.answer = ({ path }) => {
    const query = new URL(path, location.href).searchParams;
    const archived = { items: [waits("old")], next: null };
    return { status: 200, body: query.get("status") === "archived" ? archived : active[query.get("before") ?? ""] };
  };
  vi.stubGlobal("fetch", parley.fetch);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("they are found on every page of what is being worked on, and among the archived ones", async () => {
  await lookForWaiting();

  expect(ids()).toEqual(["old", "th1", "th300"]);
  expect(parley.asked.every(({ path }) => path.includes("working=true"))).toBe(true);
});

test("what changes is heard, also of a thread that was never listed", async () => {
  await lookForWaiting();

  hearWaiting([runs("th1"), waits("th999")], ["old"]);

  expect(ids()).toEqual(["th300", "th999"]);
});

test("what is heard while the answer is on its way is newer than the answer", async () => {
  const looking = lookForWaiting();
  hearWaiting([runs("th1"), waits("th2")], []);

  await looking;

  expect(ids()).toEqual(["old", "th2", "th300"]);
});

test("while the store is away it is asked for again", async () => {
  const { answer } = parley;
  parley.answer = () => refusal(503, "unavailable", "the store does not answer");
  await lookForWaiting();
  parley.answer = answer;

  await vi.advanceTimersByTimeAsync(3000);
  await vi.waitFor(() => expect(ids()).toEqual(["old", "th1", "th300"]));
});
