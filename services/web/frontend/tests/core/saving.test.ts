// A file that is saved leaves the page alone.
import { expect, test } from "vitest";
import { saveFile } from "../../src/core/saving";

test("a file is asked for by a link that saves, for a page with changes would ask before it is left", () => {
  const clicked: HTMLAnchorElement[] = [];
  HTMLAnchorElement.prototype.click = function () {
    clicked.push(this);
  };

  saveFile("/api/threads/th1/export?format=md");

  const [link] = clicked;
  expect(link?.hasAttribute("download")).toBe(true);
  expect(link?.getAttribute("href")).toBe("/api/threads/th1/export?format=md");
});
