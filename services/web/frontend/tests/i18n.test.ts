// The second language says everything the first one does, and the first one names nothing by its id.
import { expect, test } from "vitest";
import { de } from "../src/i18n/de";
import { admin as german } from "../src/i18n/de/admin";
import { en } from "../src/i18n/en";
import { admin } from "../src/i18n/en/admin";
import { sayFact } from "../src/i18n/facts";

function pathsOf(words: object, before = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? pathsOf(value as object, `${before}${name}.`) : [`${before}${name}`],
  );
}

test("a refusal that names a thread by its id is said in English without it", () => {
  const sentence = "thread '01a21f2a-2fbd-7000-9a91-5ee3eefcbfd9' is busy with an answer";
  const fact = { name: "thread_busy", values: { thread: "01a21f2a-2fbd-7000-9a91-5ee3eefcbfd9" } };

  expect(sayFact(sentence, "thread_busy", fact)).toBe("This thread takes no message while an answer is made.");
  expect(sayFact(sentence, "thread_busy")).toBe("This thread takes no message while an answer is made.");
  expect(sayFact("the disk is full", "disk_full")).toBe("the disk is full");
});

test.each([
  ["the chat", en, de],
  ["the admin pages", admin, german],
])("German has a word for every English one of %s", (_, words, others) => {
  const missing = pathsOf(words).filter((path) => !pathsOf(others).includes(path));

  expect(missing).toEqual([]);
});
