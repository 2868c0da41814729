// The page of all events: what it says while nothing is shown, and what a pause holds back.
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Events } from "../../src/admin/events/Events";
import { FakeLine } from "../fakes/line";

beforeEach(() => {
  FakeLine.all = [];
  vi.stubGlobal("WebSocket", FakeLine);
});

afterEach(() => vi.unstubAllGlobals());

const hear = (kind: string) =>
  act(() => FakeLine.last.onmessage?.({ data: JSON.stringify({ type: "heard", event: { kind, thread_id: "th1" } }) }));

test("while only tokens come it says how they are shown, and not that nothing fits", async () => {
  render(<Events />);
  expect(screen.getByText("Nothing has happened yet.")).toBeTruthy();

  hear("text.delta");

  expect(await screen.findByText("Only tokens came so far: “Tokens too” shows them.")).toBeTruthy();
});

test("a pause counts what it holds back and would show", async () => {
  render(<Events />);
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));

  hear("text.delta");
  hear("turn.started");

  await userEvent.click(await screen.findByRole("button", { name: "Go on (1 waiting)" }));
  expect(await screen.findByText("turn.started")).toBeTruthy();
});
