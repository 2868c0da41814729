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

  expect(tell(started)).toBe("agent_id=atlas attempt=1 model=a/b message_id=m1 answer_id=a1");
  expect(tell(event("message.created", 0, { message: said(1), agent_id: null, attempt: null }))).toBe(
    "message=“text 1”",
  );
  expect([fits(started, "A/B atlas"), fits(started, "a/b juno")]).toEqual([true, false]);
  expect(toneOf(event("approval.requested", 0))).toBe("wait");
});

test("a turn is model calls, tools and waiting", () => {
  const turns = spansOf([
    event("turn.started", 0, { model: "a/b" }),
    event("text.done", 2),
    event("tool.called", 2, { call_id: "c1", name: "shell", title: "" }),
    event("turn.parked", 2),
    event("turn.started", 10, { model: "a/b" }),
    event("tool.started", 10, { call_id: "c1" }),
    event("tool.finished", 13, { call_id: "c1", state: "error", duration_ms: 3000 }),
    event("text.done", 14),
    event("turn.finished", 14),
  ]);

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
