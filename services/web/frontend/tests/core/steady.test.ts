// Words on screen stay while they are written anew, and what is told in the end is what is shown.
import { expect, test } from "vitest";
import type { AgentView, Message } from "../../src/contract.gen";
import type { Durable, Event } from "../../src/core/contract";
import { growSteadily, type Growing } from "../../src/core/steady";
import { apply } from "../../src/core/view";
import { AT, answered, said, viewOf } from "../fakes/things";

let seq = 1;

function durable(kind: Durable["kind"], attempt: number, more: object): Event {
  seq += 1;
  const envelope = { id: `e${seq}`, thread_id: "th1", seq, at: AT, turn_id: "t1", agent_id: "atlas", attempt };
  return { ...envelope, kind, ...more } as Event;
}

const started = (attempt: number) =>
  durable("turn.started", attempt, { message_id: "m1", answer_id: "a2", runner: "r1", model: "demo/echo" });

const delta = (attempt: number, n: number, text: string, more: object = {}): Event => ({
  kind: "text.delta",
  thread_id: "th1",
  turn_id: "t1",
  attempt,
  step: 0,
  n,
  message_id: "a2",
  text,
  reasoning: "",
  whole: false,
  ...more,
});

const stepDone = (attempt: number, text: string) =>
  durable("text.done", attempt, { step: 0, message_id: "a2", text, reasoning: "", reasoning_ms: null });

/** What is shown after each of the events. */
function watch(events: Event[]): (Growing | null)[] {
  let view: AgentView = viewOf([said(1)], 1);
  let shown: Growing | null = null;
  return events.map((event) => {
    view = apply(view, event);
    shown = growSteadily(shown, view);
    return shown;
  });
}

function story(...events: (() => Event)[]): [text: string | undefined, goesOn: boolean | undefined][] {
  seq = 1;
  return watch(events.map((make) => make())).map((each) => [each?.message.text, each?.goesOn]);
}

test("after a fault the words stay until the newer attempt has come as far", () => {
  const shown = story(
    () => started(1),
    () => delta(1, 0, "one two three"),
    () => started(2),
    () => delta(2, 0, "one"),
    () => delta(2, 1, " 2"),
    () => delta(2, 2, " 3 and four"),
  );

  expect(shown).toEqual([
    ["", false],
    ["one two three", false],
    ["one two three", true],
    ["one two three", true],
    ["one two three", true],
    ["one 2 3 and four", false],
  ]);
});

test("a newer attempt that says less is shown as soon as its step has ended", () => {
  const shown = story(
    () => started(1),
    () => delta(1, 0, "one two three"),
    () => started(2),
    () => delta(2, 0, "No"),
    () => stepDone(2, "No."),
  );

  expect(shown.at(-2)).toEqual(["one two three", true]);
  expect(shown.at(-1)).toEqual(["No.", false]);
});

test("the stored answer takes the place of whatever was shown", () => {
  const shown = story(
    () => started(1),
    () => delta(1, 0, "one two three"),
    () => started(2),
    () => delta(2, 0, "on"),
    () => durable("message.ready", 2, { message: answered(2, 1, { id: "a2", text: "on" }) }),
  );

  expect(shown.at(-1)).toEqual([undefined, undefined]);
});

test("a snapshot that is a little behind takes no words away", () => {
  const making = (text: string): AgentView => {
    const message: Message = { ...answered(2, 1, { id: "a2", text }), position: 0 };
    const view = viewOf([said(1)], 2);
    const cursor = { attempt: 1, step: 0, n: 3, done: false, holed: false };
    return { ...view, streaming_message: message, metadata: { ...view.metadata, cursor } };
  };
  const first = growSteadily(null, making("one two three"));

  const second = growSteadily(first, making("one two"));

  expect(second?.message.text).toBe("one two three");
  expect(growSteadily(second, making("one two three four"))?.message.text).toBe("one two three four");
});

test("nothing new is the same object, so that nothing is drawn again", () => {
  seq = 1;
  const [, first, second] = watch([started(1), delta(1, 0, "one"), delta(0, 0, "late")]);

  expect(second).toBe(first);
});
