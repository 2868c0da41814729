// What is worth a notification while nobody looks.
import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useLocation } from "wouter";
import { newsOf, tellOfRows } from "../../src/core/notifying";
import { prefer } from "../../src/core/preferences";
import { row, thread } from "../fakes/things";

afterEach(() => {
  prefer({ notifications: false });
  history.replaceState(null, "", "/");
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const running = row("th1", {}, { running: true });
const answered = row("th1", {}, { last_role: "assistant", last_text: "Four.", last_seq: 5 });

test("an answer that is whole is told with its beginning", () => {
  expect(newsOf(answered, running, {})).toBe("Four.");
});

test("an answer that was on screen before is no news when its turn ends", () => {
  expect(newsOf(answered, running, { th1: answered.last_seq })).toBeNull();
  expect(newsOf(answered, running, { th1: answered.last_seq - 1 })).toBe("Four.");
});

test("an answer that was made between two words of the list is told", () => {
  expect(newsOf(answered, row("th1"), {})).toBe("Four.");
});

test("of a thread that was not known, or is only known by its title, no answer is told: it may be old", () => {
  expect(newsOf(answered, undefined, {})).toBeNull();
  expect(newsOf(answered, row("th1", {}, { seq: 0, last_seq: 0 }), {})).toBeNull();
});

test("a decision that is waited for is told once", () => {
  const waiting = row("th1", {}, { running: true, waiting: true });

  expect(newsOf(waiting, running, {})).toBe("waits for your decision");
  expect(newsOf(waiting, waiting, {})).toBeNull();
});

test("a new title and one's own message are no news", () => {
  expect(newsOf({ ...answered, thread: thread("th1", { title: "Other" }) }, answered, {})).toBeNull();
  expect(newsOf(row("th1", {}, { running: true, last_role: "user" }), row("th1"), {})).toBeNull();
});

test("a click on one leads to the thread without loading the page anew", () => {
  const shown: { onclick?: () => void; close: () => void }[] = [];
  class Notification {
    static permission = "granted";
    onclick?: () => void;
    close(): void {}
    constructor() {
      shown.push(this);
    }
  }
  vi.stubGlobal("Notification", Notification);
  vi.stubGlobal("focus", () => {});
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  prefer({ notifications: true });
  const address = renderHook(() => useLocation()[0]).result;
  tellOfRows([row("th1", {}, { waiting: true })], []);

  act(() => shown[0]?.onclick?.());

  expect(address.current).toBe("/chat/th1");
});
