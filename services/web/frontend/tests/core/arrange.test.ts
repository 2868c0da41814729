// The order of the transcript.
import { expect, test } from "vitest";
import { arrange, isSameItem, itemKey } from "../../src/core/arrange";
import type { AgentView, FailedAttempt } from "../../src/contract.gen";
import { AT, answered, said, viewOf } from "../fakes/things";

test("retries of one message are one item", () => {
  const items = arrange(viewOf([said(1), answered(2, 1), answered(4, 1), said(3)]));

  expect(items.map((item) => (item.kind === "person" ? item.message.id : item.answers.map((each) => each.id)))).toEqual(
    ["m1", ["a2", "a4"], "m3"],
  );
});

test("answers whose question is not told stand alone", () => {
  const items = arrange(viewOf([answered(1, 1, { reply_to: null }), answered(2, 2, { reply_to: null })]));

  expect(items).toHaveLength(2);
});

test("an answer in the making stands below its question, above what waits", () => {
  const view = { ...viewOf([said(1), said(2)]), streaming_message: answered(0, 1, { id: "a9" }) };

  const items = arrange(view);

  expect(items.map(itemKey)).toEqual(["m1", "to m1", "m2"]);
  expect(items[1]).toMatchObject({ live: true });
});

test("a retry in the making joins the answers before it", () => {
  const view = { ...viewOf([said(1), answered(2, 1)]), streaming_message: answered(0, 1, { id: "a9" }) };

  expect(arrange(view)[1]).toMatchObject({ live: true, answers: [{ id: "a2" }, { id: "a9" }] });
});

test("the key of an answer stays the same when it is finished", () => {
  const making = arrange({ ...viewOf([said(1)]), streaming_message: answered(0, 1, { id: "a9" }) });
  const finished = arrange(viewOf([said(1), answered(2, 1, { id: "a9" })]));

  expect(finished.map(itemKey)).toEqual(making.map(itemKey));
});

test("a message knows that it waits", () => {
  const view = viewOf([said(1)]);
  const queue = [{ turn_id: "t1", message_id: "m1", agent_id: null }];

  const [item] = arrange({ ...view, runtime_context: { ...view.runtime_context, queue } });

  expect(item).toMatchObject({ queued: { turn_id: "t1" } });
});

test("a message knows whether somebody answers it", () => {
  const view = viewOf([said(1), answered(2, 1), said(3), said(4)]);
  const turn = {
    turn_id: "t1",
    message_id: "m4",
    agent_id: null,
    attempt: 1,
    model: "",
    state: "running" as const,
    started_at: "",
  };

  const items = arrange({ ...view, runtime_context: { ...view.runtime_context, turn } });

  expect(items.map((item) => item.kind === "person" && item.answered)).toEqual([true, false, false, true]);
});

const running = (messageId: string) => ({
  turn_id: "t1",
  message_id: messageId,
  agent_id: "atlas",
  attempt: 1,
  model: "",
  state: "running" as const,
  started_at: AT,
});

test("nobody has to be asked for what joined an answer, while that is made and afterwards", () => {
  const asked = { agent_id: "atlas" };
  const making = viewOf([said(1, asked), said(2, asked), said(3)]);
  const made = viewOf([said(1, asked), said(2, asked), said(3), answered(4, 1, { anchor: 2 }), said(5, asked)]);
  const turn = running("m1");

  const answeredOf = (view: AgentView) => arrange(view).flatMap((item) => (item.kind === "person" ? [item.answered] : []));
  expect(answeredOf({ ...making, runtime_context: { ...making.runtime_context, turn } })).toEqual([true, true, false]);
  expect(answeredOf(made)).toEqual([true, true, false, false]);
});

const failure = (turnId: string, messageId: string, at = AT): FailedAttempt => ({
  turn_id: turnId,
  message_id: messageId,
  agent_id: "atlas",
  code: "no_key",
  text: "There is no key.",
  fact: null,
  at,
});

test("an attempt that failed stands beside the one that is made now", () => {
  const failures = [failure("t1", "m1")];
  const view = { ...viewOf([said(1)]), failures, streaming_message: answered(0, 1, { id: "a9" }) };

  const [, item] = arrange(view);

  expect(item).toMatchObject({ live: true, failures, answers: [{ turn_id: "t1", stop_reason: "error" }, { id: "a9" }] });
});

test("an attempt that failed after some words has its reason with them", () => {
  const partial = answered(2, 1, { turn_id: "t1", stop_reason: "error" });
  const view = { ...viewOf([said(1), partial, said(3)]), failures: [failure("t1", "m1")] };

  expect(arrange(view)[1]).toMatchObject({ failures: [{ turn_id: "t1" }], answers: [{ id: "a2" }] });
});

test("attempts stand in the order of their time, and what was not drawn anew stays the same object", () => {
  const view = viewOf([said(1), answered(2, 1, { created_at: "2026-11-20T09:00:05.5Z" }), said(3)]);
  const failures = [failure("t1", "m1", "2026-11-20T09:00:05Z"), failure("t2", "m1", "2026-11-20T09:00:06Z")];

  const [one, again] = [arrange({ ...view, failures })[1], arrange({ ...view, seq: 2, failures })[1]];

  expect(one?.kind === "answer" && one.answers.map((answer) => answer.turn_id ?? answer.id)).toEqual(["t1", "a2", "t2"]);
  expect(one && again && isSameItem(one, again)).toBe(true);
});

test("the newest failure stands below the transcript while nothing was tried since", () => {
  const failures = [failure("t1", "m1")];
  const error = { status: "error" as const, error_text: "There is no key.", error_message_id: "m1" };

  expect(arrange({ ...viewOf([said(1)]), failures, ...error }).map(itemKey)).toEqual(["m1"]);
  expect(arrange({ ...viewOf([said(1), said(2)]), failures }).map(itemKey)).toEqual(["m1", "to m1", "m2"]);
});

test("an item is the same while nothing in it has changed", () => {
  const view = viewOf([said(1), answered(2, 1)]);
  const [question, answer] = arrange(view);
  const [questionAgain, answerAgain] = arrange({ ...view, seq: 2 });

  expect(question && questionAgain && isSameItem(question, questionAgain)).toBe(true);
  expect(answer && answerAgain && isSameItem(answer, answerAgain)).toBe(true);
  expect(question && answer && isSameItem(question, answer)).toBe(false);
});
