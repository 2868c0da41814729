// Which addresses a model may hand out.
import { expect, test } from "vitest";
import { safeImage, safeLink } from "../../src/md/url";

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:x",
  "/api/session",
  "//evil.example/x",
  "\\\\evil\\x",
  "x",
  "",
  "https://bank.example@evil.example/",
  "http://localhost:3000/api/session",
])("refuses to link to %j", (address) => {
  expect(safeLink(address)).toBeNull();
});

test.each(["https://a.org/x?y#z", "http://a.org/", "mailto:a@b.c", "tel:+31"])("links to %j", (address) => {
  expect(safeLink(address)).toBe(address);
});

test.each([
  "https://a.org/x.png",
  "//a/x",
  "data:image/png;base64,x",
  "/api/files/../session",
  "/api/files/a?x=1",
  "/api/files/a/b",
  "http://localhost:3000/api/files/a",
  "/api/files/",
])("loads no image from %j", (address) => {
  expect(safeImage(address)).toBeNull();
});

test("loads an image that Parley keeps", () => {
  expect(safeImage("/api/files/0198c9-a_b")).toBe("/api/files/0198c9-a_b");
});
