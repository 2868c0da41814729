// An agent's form: what is wrong in it, and what it changes.
import { expect, test } from "vitest";
import { changeOf, draftOf, findProblems, type Field } from "../../src/admin/agents/draft";
import { agent } from "../fakes/agents";

test("a change says the fields that were changed and how they stood, those of a part alone too", () => {
  const atlas = agent("atlas", { fallbacks: ["a/b"], context_window: 8000 });
  const draft = { ...draftOf(atlas), fallbacks: "a/b\n c/d \n", steps: "7", cost: "0,25" };

  expect(changeOf(draft, atlas, ["fallbacks", "steps", "cost"])).toEqual({
    fallbacks: ["a/b", "c/d"],
    limits: { steps: 7, cost_micros: 250_000 },
    was: { fallbacks: ["a/b"], limits: { steps: 25, cost_micros: null } },
  });
});

test("every field has its place in an agent", () => {
  const atlas = agent("atlas");
  const fields = Object.keys(draftOf(atlas)) as Field[];

  const { was, ...change } = changeOf(draftOf(atlas), atlas, fields);

  expect(change).toEqual({ ...was, api_base: "", api_key: "", context_window: 0 });
  expect(was).toMatchObject({ parameters: atlas.parameters, limits: atlas.limits });
});

test("numbers are judged, and a comma is a point", () => {
  const draft = { ...draftOf(agent("atlas")), temperature: "0,5", top_p: "7", steps: "", calls: "2.5", cost: "x" };

  expect(findProblems(draft)).toEqual({
    top_p: "This may be at most 1.",
    steps: "This must be a number.",
    calls: "This must be a number.",
    cost: "This must be a number.",
  });
  expect(changeOf(draft, agent("atlas"), ["temperature"])).toMatchObject({ parameters: { temperature: 0.5 } });
});

test("a number that is emptied goes back to the provider", () => {
  const atlas = agent("atlas", { context_window: 8000 });
  const draft = { ...draftOf(atlas), context_window: "", temperature: " " };

  expect(changeOf(draft, atlas, ["context_window", "temperature"])).toMatchObject({
    context_window: 0,
    parameters: { temperature: null },
  });
});
