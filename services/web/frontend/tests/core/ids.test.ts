// Ids of messages.
import { expect, test } from "vitest";
import { uuid7 } from "../../src/core/ids";

test("an id is a UUIDv7, as RFC 9562 writes it", () => {
  expect(uuid7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids are all different and sort in the order they were made", () => {
  const made = Array.from({ length: 10_000 }, uuid7);

  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});
