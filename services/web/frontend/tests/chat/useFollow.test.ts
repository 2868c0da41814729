// The transcript's place: its end while it grows, unless somebody went up.
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useFollow } from "../../src/chat/useFollow";
import { FakeLog } from "../fakes/log";

let log: FakeLog;

beforeEach(() => {
  vi.useFakeTimers();
  log = new FakeLog({ height: 400, content: 1400 });
  vi.stubGlobal("ResizeObserver", log.Observer);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function follow() {
  const place = { current: log.place };
  const turns = { current: log.turns };
  const { result } = renderHook(() => useFollow(place, turns));
  log.resize({});
  return {
    atEnd: () => result.current.atEnd,
    scrollBy: (pixels: number) =>
      act(() => {
        log.scrollBy(pixels);
        vi.runAllTimers();
      }),
  };
}

test("the end is followed while more comes in", () => {
  const { atEnd } = follow();

  log.resize({ content: 1500 });
  log.resize({ content: 1900 });

  expect(log.place.scrollTop).toBe(1500);
  expect(atEnd()).toBe(true);
});

test("whoever goes up stays there", () => {
  const { atEnd, scrollBy } = follow();

  scrollBy(-200);
  log.resize({ content: 1900 });

  expect(log.place.scrollTop).toBe(800);
  expect(atEnd()).toBe(false);
});

test("whoever goes up slowly stays there", () => {
  const { atEnd, scrollBy } = follow();

  for (let step = 0; step < 400; step++) scrollBy(-0.5);
  log.resize({ content: 1900 });

  expect(log.place.scrollTop).toBe(800);
  expect(atEnd()).toBe(false);
});

test.each([-30, -1])("whoever is near the end goes on with it (%i px)", (pixels) => {
  const { atEnd, scrollBy } = follow();

  scrollBy(pixels);
  log.resize({ content: 1900 });

  expect(log.place.scrollTop).toBe(1500);
  expect(atEnd()).toBe(true);
});

test("whoever comes back to the end follows it again", () => {
  const { atEnd, scrollBy } = follow();
  scrollBy(-200);

  scrollBy(180);
  log.resize({ content: 1900 });

  expect(log.place.scrollTop).toBe(1500);
  expect(atEnd()).toBe(true);
});

test("whoever has just gone up is not pulled back, though the page was not told yet", () => {
  const { atEnd } = follow();

  log.scrollBy(-200);
  log.resize({ content: 1900 });
  act(() => vi.runAllTimers());

  expect(log.place.scrollTop).toBe(800);
  expect(atEnd()).toBe(false);
});

test("what becomes shorter takes nobody from the end", () => {
  const { atEnd, scrollBy } = follow();

  log.resize({ content: 1000 });
  scrollBy(0);
  log.resize({ content: 1900 });

  expect(log.place.scrollTop).toBe(1500);
  expect(atEnd()).toBe(true);
});
