// What a screen reader is told: states, not tokens.
import { expect, test } from "vitest";
import { statusLine } from "../../src/chat/status";
import { AT, answered, viewOf } from "../fakes/things";

const turn = { turn_id: "t1", message_id: "m1", agent_id: "atlas", attempt: 1, model: "", started_at: AT };
const view = viewOf([]);
const running = (state: "running" | "parked", text: string) => ({
  ...view,
  streaming_message: answered(0, 1, { text }),
  runtime_context: { ...view.runtime_context, turn: { ...turn, state } },
});

test("nothing is said while nothing happens", () => {
  expect(statusLine(view, "Atlas")).toBe("");
});

test("the words stay the same while text grows", () => {
  expect(statusLine(running("running", ""), "Atlas")).toBe("Atlas is thinking");
  expect(statusLine(running("running", "a"), "Atlas")).toBe("Atlas is writing");
  expect(statusLine(running("running", "a b c"), "Atlas")).toBe("Atlas is writing");
});

test("it says that somebody is waited for, and how it ended", () => {
  expect(statusLine(running("parked", "a"), "Atlas")).toBe("Atlas waits for your decision");
  expect(statusLine({ ...view, outcome: "done" }, "Atlas")).toBe("Atlas has answered");
  expect(statusLine({ ...view, outcome: "cancelled" }, "Atlas")).toBe("Atlas was stopped");
});
