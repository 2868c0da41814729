// Prompts that were heard are still there after a reload, as many as a tab may keep.
import { afterEach, expect, test } from "vitest";
import type { UnknownEvent } from "../../src/core/contract";
import { forgetPrompts, keepPrompt, recallPrompts } from "../../src/core/sentPrompts";

const told = (kind: string, text = "") =>
  ({ kind, thread_id: "th1", data: { messages: [text], tools: [] } }) as unknown as UnknownEvent;

afterEach(() => sessionStorage.clear());

test("a prompt is recalled for its thread, and nothing else is kept", () => {
  keepPrompt("th1", { at: 1, event: told("debug.prompt", "one") });
  keepPrompt("th1", { at: 2, event: told("debug.state") });
  keepPrompt("th2", { at: 3, event: told("debug.prompt", "two") });

  expect(recallPrompts("th1")).toEqual([{ at: 1, event: told("debug.prompt", "one") }]);
  expect(recallPrompts("th3")).toEqual([]);
});

test("the newest twenty are kept", () => {
  for (let at = 1; at <= 25; at += 1) keepPrompt("th1", { at, event: told("debug.prompt") });

  expect(recallPrompts("th1").map((kept) => kept.at)).toEqual(Array.from({ length: 20 }, (_, place) => place + 6));
});

test("of what is too large the older ones go, and one that is too large alone keeps nothing", () => {
  keepPrompt("th1", { at: 1, event: told("debug.prompt", "a".repeat(1_500_000)) });
  keepPrompt("th1", { at: 2, event: told("debug.prompt", "b".repeat(1_500_000)) });
  keepPrompt("th2", { at: 3, event: told("debug.prompt", "c".repeat(2_500_000)) });

  expect(recallPrompts("th1").map((kept) => kept.at)).toEqual([2]);
  expect(recallPrompts("th2")).toEqual([]);
});

test("who signs out leaves none behind", () => {
  keepPrompt("th1", { at: 1, event: told("debug.prompt") });
  sessionStorage.setItem("another's", "stays");

  forgetPrompts();

  expect(recallPrompts("th1")).toEqual([]);
  expect(sessionStorage.getItem("another's")).toBe("stays");
});
