// The second language says everything the first one does.
import { expect, test } from "vitest";
import { de } from "../src/i18n/de";
import { admin as german } from "../src/i18n/de/admin";
import { en } from "../src/i18n/en";
import { admin } from "../src/i18n/en/admin";

function pathsOf(words: object, before = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? pathsOf(value as object, `${before}${name}.`) : [`${before}${name}`],
  );
}

test.each([
  ["the chat", en, de],
  ["the admin pages", admin, german],
])("German has a word for every English one of %s", (_, words, others) => {
  const missing = pathsOf(words).filter((path) => !pathsOf(others).includes(path));

  expect(missing).toEqual([]);
});
