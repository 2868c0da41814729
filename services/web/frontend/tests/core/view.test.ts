// The view's vectors: each story comes out here, to the letter, as it does in Python.
import { expect, test } from "vitest";
import type { AgentView, Message } from "../../src/contract.gen";
import type { Event } from "../../src/core/contract";
import { afterTurn, apply, beforeTurn, initial } from "../../src/core/view";

type Step =
  { event: Event } | { before_turn: { text: string; message_id: string; at: string } } | { after_turn: Message };

interface Vector {
  name: string;
  thread_id: string;
  steps: Step[];
  view: AgentView;
}

const files = import.meta.glob<Vector>("../../../../../shared/vectors/*.json", { eager: true, import: "default" });
const vectors = Object.values(files);

function take(view: AgentView, step: Step): AgentView {
  if ("event" in step) return apply(view, step.event);
  if ("after_turn" in step) return afterTurn(view, step.after_turn);
  const { text, message_id, at } = step.before_turn;
  return beforeTurn(view, text, message_id, at);
}

test("there are vectors to run", () => {
  expect(vectors.length).toBeGreaterThan(20);
});

test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_name, vector) => {
  const view = vector.steps.reduce(take, initial(vector.thread_id));

  expect(view).toEqual(vector.view);
});
