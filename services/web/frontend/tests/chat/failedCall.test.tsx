// A tool call that failed: a person has the agent try it once more.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ToolPart } from "../../src/contract.gen";
import { notices } from "../../src/ui/notify";
import { makeCall, showCalls } from "../fakes/calls";
import { FakeParley, refusal } from "../fakes/parley";

const call = (more: Partial<ToolPart>) => makeCall({ state: "error", summary: "The server was away.", ...more });

let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  parley.answer = () => ({ status: 200, body: {} });
  vi.stubGlobal("fetch", parley.fetch);
});

afterEach(() => vi.unstubAllGlobals());

test("the agent is asked for it once more, once", async () => {
  showCalls([call({})]);

  await userEvent.dblClick(screen.getByRole("button", { name: "Try again" }));

  expect(parley.asked).toEqual([{ method: "POST", path: "/api/messages/a1/calls/c1/retry", body: null }]);
});

test("when it can't be asked for, a notice says why and it can be tried again", async () => {
  parley.answer = () => refusal(503, "disk_full", "the disk is full");
  showCalls([call({})]);

  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(
    notices
      .get()
      .map((notice) => notice.text)
      .join(),
  ).toContain("the disk is full");
  expect(screen.getByRole("button", { name: "Try again" })).toHaveProperty("disabled", false);
});

test.each(["done", "skipped", "started"] as const)("a call that is %s is not tried again", (state) => {
  showCalls([call({ state })]);

  expect(screen.queryByRole("button")).toBeNull();
});

test("while the answer is being made, its agent goes on by itself", () => {
  showCalls([call({})], null);

  expect(screen.queryByRole("button")).toBeNull();
});
