// A tool call of unknown outcome: a person says whether it happened.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ToolPart } from "../../src/contract.gen";
import { notices } from "../../src/ui/notify";
import { makeCall, showCalls } from "../fakes/calls";
import { FakeParley, refusal } from "../fakes/parley";

const call = (more: Partial<ToolPart>) => makeCall({ state: "unknown", ...more });

let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  parley.answer = () => ({ status: 200, body: {} });
  vi.stubGlobal("fetch", parley.fetch);
});

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["Mark as happened", true],
  ["Do it again", false],
])("%s tells what became of the call, once", async (name, happened) => {
  showCalls([call({})]);

  await userEvent.dblClick(screen.getByRole("button", { name }));

  expect(parley.asked).toEqual([{ method: "POST", path: "/api/messages/a1/calls/c1", body: { happened } }]);
});

test("when it was not taken, a notice says why and it can be said again", async () => {
  parley.answer = () => refusal(409, "already_decided", "call 'c1' is done");
  showCalls([call({})]);

  await userEvent.click(screen.getByRole("button", { name: "Mark as happened" }));

  expect(notices.get().map((notice) => notice.text).join()).toContain("call 'c1' is done");
  expect(screen.getByRole("button", { name: "Do it again" })).toHaveProperty("disabled", false);
});

test("while the answer is being made, nothing can be said about it", () => {
  showCalls([call({})], null);

  expect(screen.getByText(/nobody knows whether it happened/)).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("a call of known outcome asks nothing", () => {
  showCalls([call({ state: "done" })]);

  expect(screen.queryByRole("button")).toBeNull();
});

test("many steps are not folded away while one of them is unknown", () => {
  const steps = Array.from({ length: 9 }, (_, index) => call({ call_id: `c${index}`, state: "done" }));
  showCalls([...steps, call({ call_id: "c9" })]);

  expect(screen.getByRole("button", { name: "Mark as happened" })).toBeTruthy();
});
