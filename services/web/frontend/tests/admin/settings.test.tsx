// Settings: a new sign-in token is made after a question and told once.
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { TokenPart } from "../../src/admin/settings/TokenPart";
import { notices } from "../../src/ui/notify";
import { FakeParley, refusal, type Reply } from "../fakes/parley";

async function rotate(reply: Reply): Promise<() => void> {
  const parley = new FakeParley();
  parley.answer = () => reply;
  vi.stubGlobal("fetch", parley.fetch);
  notices.set([]);
  const rotated = vi.fn();
  render(<TokenPart onRotated={rotated} />);
  await userEvent.click(screen.getByRole("button", { name: "Make a new token" }));
  expect(parley.asked).toEqual([]);
  await userEvent.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Make a new token" }));
  await vi.waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  return rotated;
}

test("the new token is shown, and the signed-in browsers are looked at again", async () => {
  const rotated = await rotate({ status: 200, body: { token: "brand-new" } });

  expect(screen.getByText("brand-new")).toBeTruthy();
  expect(rotated).toHaveBeenCalledOnce();
});

test("where no launcher runs it is said how a token is made", async () => {
  const rotated = await rotate(refusal(503, "unavailable", "no launcher answers: in containers …"));

  expect(notices.get()[0]?.text).toBe("The old token stays: no launcher answers: in containers …");
  expect(rotated).not.toHaveBeenCalled();
});
