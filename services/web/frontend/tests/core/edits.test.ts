// What is written in a form while others may change the same.
import { expect, test } from "vitest";
import { afterSaving, afterSilence, changesIn, clashesIn, drop, edit, standBy, withEdits, type Edits } from "../../src/core/edits";

interface Form {
  name: string;
  steps: string;
}

const SAVED: Form = { name: "Atlas", steps: "25" };
const NONE: Edits<Form> = {};

test("what is written stands over what is saved, and only that is a change", () => {
  const edits = edit(NONE, SAVED, "steps", "3");

  expect(withEdits(SAVED, edits)).toEqual({ name: "Atlas", steps: "3" });
  expect(changesIn(SAVED, edits)).toEqual({ steps: { value: "3", was: "25" } });
  expect(clashesIn(SAVED, edits)).toEqual([]);
  expect(edit(edits, SAVED, "steps", "25")).toEqual({});
});

test("what others changed to something else is a clash until somebody chose", () => {
  const edits = edit(edit(NONE, SAVED, "steps", "3"), SAVED, "name", "Mine");
  const theirs = { name: "Mine", steps: "7" };

  expect(clashesIn(theirs, edits)).toEqual(["steps"]);
  expect(clashesIn(theirs, standBy(edits, theirs, "steps"))).toEqual([]);
  expect(clashesIn(theirs, drop(edits, "steps"))).toEqual([]);
  expect(changesIn(theirs, edits)).toEqual({ steps: { value: "3", was: "25" } });
});

test("what is written while it is saved is an edit of what was saved", () => {
  const sent = edit(edit(NONE, SAVED, "steps", "3"), SAVED, "name", " Mine");
  const saved = { name: "Mine", steps: "3" };

  const left = afterSaving(edit(sent, SAVED, "steps", "30"), sent, saved);

  expect(left).toEqual({ steps: { value: "30", was: "3" } });
  expect(clashesIn(saved, left)).toEqual([]);
});

test("what was sent and never answered is no clash when it is found there", () => {
  const sent = edit(NONE, SAVED, "name", "First");
  const edits = edit(afterSilence(sent, sent), SAVED, "name", "Second");

  expect(clashesIn({ ...SAVED, name: "First" }, edits)).toEqual([]);
  expect(clashesIn({ ...SAVED, name: "Theirs" }, edits)).toEqual(["name"]);
});
