// What is worth a notification while nobody looks.
import { expect, test } from "vitest";
import { newsOf } from "../../src/core/notifying";
import { row } from "../fakes/things";

const running = row("th1", {}, { running: true });

test("an answer that is whole is told with its beginning", () => {
  const answered = row("th1", {}, { last_role: "assistant", last_text: "Four." });

  expect(newsOf(answered, running)).toBe("Four.");
});

test("a decision that is waited for is told once", () => {
  const waiting = row("th1", {}, { running: true, waiting: true });

  expect(newsOf(waiting, running)).toBe("waits for your decision");
  expect(newsOf(waiting, waiting)).toBeNull();
});

test("a new title and one's own message are no news", () => {
  expect(newsOf(row("th1", { title: "Other" }, { last_role: "assistant" }), row("th1"))).toBeNull();
  expect(newsOf(row("th1", {}, { running: true, last_role: "user" }), row("th1"))).toBeNull();
});
