// The page of all events: what it says while nothing is shown, and what a pause holds back.
import { act, render, renderHook, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Events } from "../../src/admin/events/Events";
import { useFeed } from "../../src/admin/events/useFeed";
import { FakeLine } from "../fakes/line";

beforeEach(() => {
  FakeLine.all = [];
  vi.stubGlobal("WebSocket", FakeLine);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

test("a long answer's tokens do not drive out what else happened", async () => {
  render(<Events />);
  hear("turn.started");
  await screen.findByText("turn.started");

  for (let count = 0; count < 600; count++) hear("text.delta");
  hear("turn.finished");

  expect(await screen.findByText("turn.finished")).toBeTruthy();
  expect(screen.getByText("turn.started")).toBeTruthy();
});

test("a pause holds back what happened beside a long answer's tokens too", async () => {
  render(<Events />);
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  hear("turn.started");
  for (let count = 0; count < 600; count++) hear("text.delta");

  await userEvent.click(await screen.findByRole("button", { name: "Go on (1 waiting)" }));

  expect(await screen.findByText("turn.started")).toBeTruthy();
});

test("a paused log is not drawn again while nothing comes", async () => {
  vi.useFakeTimers();
  const feed = renderHook(() => useFeed(null, true)).result;
  hear("turn.started");
  await act(() => vi.advanceTimersByTimeAsync(1000));
  const { waiting } = feed.current;
  expect(waiting).toHaveLength(1);

  await act(() => vi.advanceTimersByTimeAsync(1000));

  expect(feed.current.waiting).toBe(waiting);
});
