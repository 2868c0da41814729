// A page that asks again while a service is away: seldom, not while nobody looks, and not before it may.
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useAsked } from "../../src/admin/useAsked";
import { ApiError } from "../../src/core/http";

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const AWAY = new ApiError(503, "unavailable", "the store does not answer", null, null);

/** How often it was asked, of a service that always fails so. */
function askInVain(error: ApiError, every?: number): { count: number } {
  const asked = { count: 0 };
  const ask = () => {
    asked.count++;
    return Promise.reject(error);
  };
  renderHook(() => useAsked(ask, "", every));
  return asked;
}

const pass = (duration: number) => act(() => vi.advanceTimersByTimeAsync(duration));

test("it waits longer after each try in vain", async () => {
  const asked = askInVain(AWAY);
  await pass(3000);
  expect(asked.count).toBe(2);

  await pass(117_000);

  expect(asked.count).toBeLessThan(25); // every three seconds it would be 41
});

test("it waits as long as the service says", async () => {
  const asked = askInVain(new ApiError(429, "too_many_tries", "wait", null, 60_000), 7000);

  await pass(59_000);
  expect(asked.count).toBe(1);
  await pass(1000);

  expect(asked.count).toBe(2);
});

test("it does not ask while nobody looks, and at once when somebody does", async () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const asked = askInVain(AWAY);
  await pass(60_000);
  expect(asked.count).toBe(1);

  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));

  expect(asked.count).toBe(2);
});

test("a page that asks from time to time goes on with that after it went well", async () => {
  let away = true;
  let asked = 0;
  const ask = () => {
    asked++;
    return away ? Promise.reject(AWAY) : Promise.resolve("here");
  };
  const page = renderHook(() => useAsked(ask, "", 4000)).result;
  await pass(0);
  expect(page.current.problem).toBe("the store does not answer");
  away = false;
  await pass(3000);
  expect(page.current).toMatchObject({ value: "here", problem: null });
  asked = 0;

  await pass(8000);

  expect(asked).toBe(2);
});
