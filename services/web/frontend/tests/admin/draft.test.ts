// An agent's form: what is wrong in it, and what it changes.
import { expect, test } from "vitest";
import { changeOf, changesOf, draftOf, findProblems } from "../../src/admin/agents/draft";
import { agent } from "../fakes/agents";

test("a form that nobody touched changes nothing", () => {
  const atlas = agent("atlas", { fallbacks: ["a/b", "c/d"], context_window: 8000 });

  expect(changesOf(draftOf(atlas), atlas)).toEqual({});
  expect(changeOf(draftOf(atlas), atlas)).toMatchObject({
    name: "Atlas",
    fallbacks: ["a/b", "c/d"],
    parameters: atlas.parameters,
    limits: atlas.limits,
    context_window: 8000,
  });
});

test("numbers are judged, and a comma is a point", () => {
  const draft = { ...draftOf(agent("atlas")), temperature: "0,5", top_p: "7", steps: "", calls: "2.5", cost: "x" };

  expect(findProblems(draft)).toEqual({
    top_p: "This may be at most 1.",
    steps: "This must be a number.",
    calls: "This must be a number.",
    cost: "This must be a number.",
  });
  expect(changeOf({ ...draft, cost: "0.25" }, agent("atlas"))).toMatchObject({
    parameters: { temperature: 0.5 },
    limits: { cost_micros: 250_000 },
  });
});

test("a number that is emptied goes back to the provider", () => {
  const atlas = agent("atlas", { context_window: 8000 });
  const draft = { ...draftOf(atlas), context_window: "", temperature: " " };

  expect(changeOf(draft, atlas)).toMatchObject({ context_window: 0, parameters: { temperature: null } });
});
