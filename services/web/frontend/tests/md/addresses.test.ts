// Addresses that nobody put in brackets are links, also where a character of theirs is written another way.
import { expect, test } from "vitest";
import { parse } from "../../src/md/parse";

test.each([
  ["www.example.org", "http://www.example.org"],
  ["HTTPS://example.org/x", "HTTPS://example.org/x"],
  ["&#119;ww.example.org", "http://www.example.org"],
  ["https\\://example.org", "https://example.org"],
  ["me@example.org", "mailto:me@example.org"],
  ["me&commat;example.org", "mailto:me@example.org"],
])("%s leads to %s", (source, url) => {
  const [paragraph] = parse(source).children;

  expect(paragraph).toMatchObject({ children: [{ type: "link", url }] });
});
