// A tool's arguments as fields: what kind each is, and what comes back out.
import { expect, test } from "vitest";
import { fieldsOf, readFields } from "../../src/chat/approval/fields";

const schema = {
  required: ["path", "deep"],
  properties: {
    path: { type: "string", description: "Where." },
    deep: { type: "object" },
    mode: { enum: ["r", "w"] },
    share: { type: "number" },
    force: { type: "boolean" },
  },
};

test("each property becomes a field of its kind", () => {
  const fields = fieldsOf(schema, { path: "/a", deep: { b: 1 } });

  expect(fields.map(({ name, kind, needed, text }) => [name, kind, needed, text])).toEqual([
    ["path", "text", true, "/a"],
    ["deep", "json", true, '{"b":1}'],
    ["mode", "choice", false, ""],
    ["share", "number", false, ""],
    ["force", "boolean", false, ""],
  ]);
});

test("without a schema the values say what they are", () => {
  const fields = fieldsOf(undefined, { command: "ls", count: 2, all: true });

  expect(fields.map(({ kind }) => kind)).toEqual(["text", "number", "boolean"]);
});

test("what was not touched comes back as it was", () => {
  const values = { path: "/a", deep: { b: [1, null] }, mode: "w", share: 0.5, force: false };

  expect(readFields(fieldsOf(schema, values), {}).arguments).toEqual(values);
});

test("an optional field that is emptied is left out", () => {
  const fields = fieldsOf(schema, { path: "/a", deep: {}, share: 1 });

  expect(readFields(fields, { share: "" }).arguments).toEqual({ path: "/a", deep: {} });
});

test("each wrong field says what is wrong with it", () => {
  const fields = fieldsOf(schema, { path: "/a", deep: {} });

  expect(readFields(fields, { deep: "{", share: "much" }).problems).toEqual({ deep: "json", share: "number" });
  expect(readFields(fields, { deep: "" }).problems).toEqual({ deep: "needed" });
});
