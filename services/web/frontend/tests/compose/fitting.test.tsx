// Where the browser does not let a field grow with its text, the composer does, and its box never shrinks meanwhile.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const ROW = 24; // px
const AROUND = 60; // px of the box above and below the field

vi.stubGlobal("CSS", { supports: () => false });
const { Composer } = await import("../../src/compose/Composer");

/** The height of the box in px, as a browser lays it out; jsdom does not. */
function heightOf(box: HTMLFormElement): number {
  const field = Number.parseFloat(box.querySelector("textarea")?.style.height ?? ""); // "auto" is one row
  const least = Number.parseFloat(box.style.minHeight);
  return Math.max(AROUND + (field || ROW), least || 0);
}

test("the box keeps its height while its text is measured", async () => {
  let heights: number[] = []; // whenever it was laid out
  const layOut = (box: HTMLFormElement) => heights[heights.push(heightOf(box)) - 1] ?? 0;
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockImplementation(function (this: HTMLElement) {
    return this instanceof HTMLFormElement ? layOut(this) : 0;
  });
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockImplementation(function (this: Element) {
    if (!(this instanceof HTMLTextAreaElement) || this.form === null) return 0;
    layOut(this.form);
    return ROW * this.value.split("\n").length;
  });
  render(
    <Composer
      place="th1"
      thread={null}
      threadAgentId="atlas"
      turnId={null}
      onSend={() => undefined}
      onStop={() => Promise.resolve()}
    />,
  );
  const field = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
  await userEvent.type(field, "one{Shift>}{Enter}{/Shift}two{Shift>}{Enter}{/Shift}three");
  heights = [];

  await userEvent.type(field, "!");

  const three = AROUND + 3 * ROW;
  expect(heights.length).toBeGreaterThan(0);
  expect(heights.every((height) => height === three)).toBe(true);
  await userEvent.clear(field);
  expect(field.form && heightOf(field.form)).toBe(AROUND + ROW);
});
