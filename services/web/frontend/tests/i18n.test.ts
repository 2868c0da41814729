// The second language says everything the first one does.
import { expect, test } from "vitest";
import { de } from "../src/i18n/de";
import { en } from "../src/i18n/en";

function pathsOf(words: object, before = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? pathsOf(value as object, `${before}${name}.`) : [`${before}${name}`],
  );
}

test("German has a word for every English one", () => {
  const missing = pathsOf(en).filter((path) => !pathsOf(de).includes(path));

  expect(missing).toEqual([]);
});
