// A notice with a way back.
import { fireEvent, render, screen, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { notify } from "../../src/ui/notify";
import { Toasts } from "../../src/ui/Toasts";

const fading = { finished: new Promise<never>(() => undefined) } as unknown as Animation;

// What fades takes its time, which jsdom does not know.
beforeAll(() => {
  Element.prototype.getAnimations = () => [fading];
});

afterAll(() => {
  Reflect.deleteProperty(Element.prototype, "getAnimations");
});

async function show(text: string) {
  const run = vi.fn<() => void>();
  render(<Toasts />);
  notify({ text, action: { label: "Undo", run } });
  await screen.findByText(text);
  const notice = screen.getAllByRole("dialog").find((each) => each.textContent?.includes(text));
  if (!notice) throw new Error("no notice is shown");
  return { run, notice };
}

test("what a notice offers is done once, however often it is pressed while it goes away", async () => {
  const { run, notice } = await show("Archived");
  const button = within(notice).getByRole("button", { name: "Undo" });

  fireEvent.click(button);
  fireEvent.click(button);

  expect(run).toHaveBeenCalledOnce();
});

test("a notice that was closed offers nothing any more while it goes away", async () => {
  const { run, notice } = await show("Deleted");
  const button = within(notice).getByRole("button", { name: "Undo" });

  fireEvent.click(within(notice).getByTitle("Close"));
  fireEvent.click(button);

  expect(run).not.toHaveBeenCalled();
});
