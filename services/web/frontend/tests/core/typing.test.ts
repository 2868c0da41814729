// That somebody writes is told once in a while, and not forgotten because nobody could be told.
import { afterEach, expect, test, vi } from "vitest";
import { start, stop, tellTyping } from "../../src/core/client";
import { FakeLine } from "../fakes/line";
import { FakeParley } from "../fakes/parley";

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

test("what was written before the line was open is told with the next key", () => {
  vi.stubGlobal("fetch", new FakeParley().fetch);
  FakeLine.all = [];
  vi.stubGlobal("WebSocket", FakeLine);
  start();

  tellTyping("th1");
  FakeLine.last.hello();
  tellTyping("th1");
  tellTyping("th1");

  expect(FakeLine.last.said).toEqual([{ type: "typing", thread_id: "th1" }]);
});
