// The order of the transcript.
import { expect, test } from "vitest";
import { arrange, isSameItem, itemKey } from "../../src/core/arrange";
import { answered, said, viewOf } from "../fakes/things";

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

test("an item is the same while nothing in it has changed", () => {
  const view = viewOf([said(1), answered(2, 1)]);
  const [question, answer] = arrange(view);
  const [questionAgain, answerAgain] = arrange({ ...view, seq: 2 });

  expect(question && questionAgain && isSameItem(question, questionAgain)).toBe(true);
  expect(answer && answerAgain && isSameItem(answer, answerAgain)).toBe(true);
  expect(question && answer && isSameItem(question, answer)).toBe(false);
});
