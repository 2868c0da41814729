// Which threads have something unread.
import { expect, test } from "vitest";
import { isUnread, markSeen, markUnread, seen } from "../../src/core/seen";
import { row } from "../fakes/things";

test("a finished answer that was not on screen is unread", () => {
  expect(isUnread(row("a", {}, { last_role: "assistant", last_seq: 8 }), { a: 5 })).toBe(true);
});

test("an answer that was on screen is read", () => {
  expect(isUnread(row("a", {}, { last_role: "assistant", last_seq: 8 }), { a: 8 })).toBe(false);
});

test("what changed after a read answer, such as its title, is nothing unread", () => {
  expect(isUnread(row("a", {}, { last_role: "assistant", last_seq: 8, seq: 11 }), { a: 8 })).toBe(false);
});

test("one's own message is never unread, nor an answer that is still being made", () => {
  expect(isUnread(row("a", {}, { last_role: "user", last_seq: 8 }), {})).toBe(false);
  expect(isUnread(row("a", {}, { last_role: "assistant", last_seq: 8, running: true }), {})).toBe(false);
});

test("a read answer can be set unread again", () => {
  const read = row("a", {}, { last_role: "assistant", last_seq: 8 });
  markSeen("a", 8);

  markUnread(read);

  expect(isUnread(read, seen.get())).toBe(true);
});
