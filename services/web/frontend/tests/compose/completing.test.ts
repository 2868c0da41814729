// What is completed while one writes.
import { expect, test } from "vitest";
import { complete, findTrigger, rank } from "../../src/compose/completing";

test("a slash at the very start asks for commands", () => {
  expect(findTrigger("/fo", 3)).toEqual({ kind: "/", query: "fo", start: 0 });
});

test.each([["see a/b"], ["first /new"], ["/new and more"]])("%s is no command", (text) => {
  expect(findTrigger(text, text.length)).toBeNull();
});

test("an at sign asks for agents wherever a word begins", () => {
  expect(findTrigger("Please @At", 10)).toEqual({ kind: "@", query: "At", start: 7 });
  expect(findTrigger("ann@example.org", 15)).toBeNull();
});

test("completing takes the word away or puts another in its place", () => {
  const at = findTrigger("Please @At look", 10);

  expect(at && complete("Please @At look", at, "")).toEqual(["Please look", 7]);
  expect(at && complete("Please @At look", at, "@Atlas")).toEqual(["Please @Atlas look", 14]);
  expect(complete("/we", { kind: "/", query: "we", start: 0 }, "/weather")).toEqual(["/weather ", 9]);
});

test("names that begin with the query come first, others that have it after them", () => {
  expect(rank(["Forge", "Atlas", "Gatlin", "Juno"], "at", (each) => each)).toEqual(["Atlas", "Gatlin"]);
});
