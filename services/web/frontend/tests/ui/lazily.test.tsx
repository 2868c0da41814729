// Parts that are loaded with their first use: a service that is away for a moment delays them, and breaks nothing.
import { act, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lazily } from "../../src/ui/lazily";
import { notices } from "../../src/ui/notify";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a part that could not be loaded at first comes as soon as it can", async () => {
  let asked = 0;
  const Part = lazily(async () => {
    if (++asked < 7) throw new TypeError("Failed to fetch dynamically imported module");
    return () => <p>here</p>;
  });
  render(
    <Suspense fallback="not yet">
      <Part />
    </Suspense>,
  );

  await act(() => vi.advanceTimersByTimeAsync(3_000));
  expect(screen.getByText("not yet")).toBeTruthy();
  expect(notices.get()).toEqual([]);
  await act(() => vi.advanceTimersByTimeAsync(60_000));

  expect(screen.getByText("here")).toBeTruthy();
  expect(notices.get().map((each) => each.text)).toEqual(["A part of the page could not be loaded."]);
});
