// The list of threads: by time, forks under their parents.
import { expect, test } from "vitest";
import { groupThreads } from "../../src/rail/groups";
import { row } from "../fakes/things";

const NOW = new Date(2026, 10, 20, 12, 0).getTime();
const ago = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

const outline = (rows: Parameters<typeof groupThreads>[0]) =>
  groupThreads(rows, NOW).map(({ name, entries }) => [
    name,
    entries.map(({ row: { thread }, depth }) => `${depth} ${thread.id}`),
  ]);

test("threads are grouped by the day of their last word", () => {
  const rows = [0, 1, 3, 12, 80].map((days) => row(`d${days}`, { last_activity_at: ago(days) }));

  expect(outline(rows)).toEqual([
    ["today", ["0 d0"]],
    ["yesterday", ["0 d1"]],
    ["week", ["0 d3"]],
    ["month", ["0 d12"]],
    ["older", ["0 d80"]],
  ]);
});

test("pinned threads come first, whatever their age", () => {
  const rows = [row("new", { last_activity_at: ago(0) }), row("old", { pinned: true, last_activity_at: ago(90) })];

  expect(outline(rows)).toEqual([
    ["pinned", ["0 old"]],
    ["today", ["0 new"]],
  ]);
});

test("a fork hangs under its parent and keeps the family young", () => {
  const rows = [
    row("fork", { parent_thread_id: "parent", last_activity_at: ago(0) }),
    row("parent", { last_activity_at: ago(12) }),
    row("grandchild", { parent_thread_id: "fork", last_activity_at: ago(2) }),
  ];

  expect(outline(rows)).toEqual([["today", ["0 parent", "1 fork", "2 grandchild"]]]);
});

test("a fork whose parent is not in the list stands alone", () => {
  expect(outline([row("fork", { parent_thread_id: "gone", last_activity_at: ago(0) })])).toEqual([
    ["today", ["0 fork"]],
  ]);
});
