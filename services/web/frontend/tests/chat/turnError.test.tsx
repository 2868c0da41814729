// An answer that failed.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TurnError } from "../../src/chat/TurnError";
import { FakeParley } from "../fakes/parley";
import { answered, said, viewOf } from "../fakes/things";

const parley = new FakeParley();

beforeEach(() => vi.stubGlobal("fetch", parley.fetch));
afterEach(() => vi.unstubAllGlobals());

test("what is asked for again is the answer that failed, not the newest", async () => {
  const view = viewOf([said(1), answered(2, 1), said(3), answered(4, 3)]);
  render(<TurnError view={{ ...view, status: "error", error_text: "It broke.", error_message_id: "m1" }} />);

  await userEvent.click(screen.getByRole("button", { name: "Try again" }));

  expect(parley.asked.map(({ path }) => path)).toEqual(["/api/messages/m1/retry"]);
});
