// The debugger: one line about an event, what turns took, and the thread as it was.
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { describe as tell, fits, toneOf } from "../../src/admin/events/describe";
import { promptOf } from "../../src/admin/events/SentPrompt";
import { Replay } from "../../src/admin/events/Replay";
import { spansOf } from "../../src/admin/events/spans";
import type { Durable } from "../../src/core/contract";
import { said } from "../fakes/things";

const SECOND = 1000; // ms
const start = Date.parse("2026-11-20T09:00:00Z");

let seq = 0;
function event(kind: string, after: number, more: object = {}): Durable {
  seq += 1;
  const at = new Date(start + after * SECOND).toISOString();
  const common = { kind, seq, at, id: `e${seq}`, thread_id: "th1", turn_id: "t1", agent_id: "atlas", attempt: 1 };
  return { ...common, ...more } as unknown as Durable;
}

test("a line says what is particular about an event", () => {
  const started = event("turn.started", 0, { model: "a/b", message_id: "m1", answer_id: "a1", runner: null });

  expect(tell(started)).toBe("model=a/b agent_id=atlas attempt=1 message_id=m1 answer_id=a1");
  expect(tell(event("message.created", 0, { message: said(1), agent_id: null, attempt: null }))).toBe(
    "message=“text 1”",
  );
  expect([fits(started, "A/B atlas"), fits(started, "a/b juno")]).toEqual([true, false]);
  expect(toneOf(event("approval.requested", 0))).toBe("wait");
});

test("a turn is model calls, tools and waiting", () => {
  const turns = spansOf(
    [
      event("turn.started", 0, { model: "a/b" }),
      event("text.done", 2),
      event("tool.called", 2, { call_id: "c1", name: "shell", title: "" }),
      event("turn.parked", 2, { reason: "approval" }),
      event("turn.started", 10, { model: "a/b" }),
      event("tool.started", 10, { call_id: "c1" }),
      event("tool.finished", 13, { call_id: "c1", state: "error", duration_ms: 3000 }),
      event("text.done", 14),
      event("turn.finished", 14),
    ],
    start + 60 * SECOND,
  );

  const spans = turns[0]?.spans.map(({ kind, from, to, failed }) => [
    kind,
    (from - start) / SECOND,
    (to - start) / SECOND,
    failed,
  ]);
  expect(spans).toEqual([
    ["model", 0, 2, false],
    ["wait", 2, 10, false],
    ["tool", 10, 13, true],
    ["model", 13, 14, false],
  ]);
  expect([turns[0]?.state, turns[0]?.agentId]).toEqual(["done", "atlas"]);
});

test("a turn that has not ended goes on until now, and sub-agents are nothing that waits for a person", () => {
  const begun = [
    event("turn.started", 0, { model: "a/b" }),
    event("text.done", 2),
    event("tool.called", 2, { call_id: "c1", name: "task", title: "Sub-agent" }),
    event("subagent.started", 3, { call_id: "c1" }),
    event("turn.parked", 3, { reason: "subagents" }),
  ];
  const asked = [
    event("tool.finished", 9, { call_id: "c1", state: "done", duration_ms: null }),
    event("turn.started", 9, { model: "a/b" }),
    event("text.done", 10),
    event("turn.parked", 10, { reason: "approval" }),
  ];
  const bars = (events: Durable[], now: number) =>
    spansOf(events, start + now * SECOND)[0]?.spans.map(({ kind, name, from, to }) => [
      kind,
      name,
      (from - start) / SECOND,
      (to - start) / SECOND,
    ]);

  expect(bars(begun, 7)).toEqual([
    ["model", "a/b", 0, 2],
    ["tool", "Sub-agent", 3, 7],
  ]);
  expect(bars([...begun, ...asked], 30)?.slice(1)).toEqual([
    ["tool", "Sub-agent", 3, 9],
    ["model", "a/b", 9, 10],
    ["wait", "", 10, 30],
  ]);
  expect(toneOf(event("turn.parked", 3, { reason: "subagents" }))).toBe("plain");
});

test("a model call that a dead runner left is a failed one", () => {
  const turns = spansOf(
    [
      event("turn.started", 0, { model: "a/b" }),
      event("turn.started", 9, { model: "a/b", attempt: 2 }),
      event("text.done", 11),
    ],
    start,
  );

  const spans = turns[0]?.spans.map(({ from, to, failed }) => [(from - start) / SECOND, (to - start) / SECOND, failed]);
  expect(spans).toEqual([
    [0, 9, true],
    [9, 11, false],
  ]);
});

test("the prompt of a model call is told apart from what else happens inside an agent", () => {
  const messages = [{ role: "user", content: "Hello" }];
  const prompt = { kind: "debug.prompt", thread_id: "th1", turn_id: "t1", name: "a/b", at: "2026-11-20T09:00:00Z" };

  expect(promptOf({ ...prompt, data: { messages, tools: [] } } as never)).toEqual({ messages, tools: [] });
  expect(promptOf({ ...prompt, data: { too_large: true } } as never)).toBeNull();
  expect(promptOf({ ...prompt, kind: "debug.state", data: { messages, tools: [] } } as never)).toBeNull();
});

test("the slider shows the thread as it was", () => {
  seq = 0;
  const message = (n: number) => event("message.created", n, { message: said(n), turn_id: null });
  const { container } = render(<Replay threadId="th1" events={[message(1), message(2)]} />);
  expect(container.querySelector(".replay")?.textContent).toContain("text 2");

  fireEvent.change(screen.getByRole("slider"), { target: { value: "1" } });

  expect(container.querySelector(".replay")?.textContent).toContain("text 1");
  expect(container.querySelector(".replay")?.textContent).not.toContain("text 2");
  expect(screen.getByRole("slider").getAttribute("aria-valuetext")).toBe("After event 1, message.created");
});
