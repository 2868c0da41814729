// The socket: says again what is watched, and comes back by itself.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ServerFrame } from "../../src/core/contract";
import { Socket } from "../../src/core/socket";
import { FakeLine } from "../fakes/line";

beforeEach(() => {
  vi.useFakeTimers();
  FakeLine.all = [];
  vi.stubGlobal("WebSocket", FakeLine);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function connect() {
  const heard: ServerFrame[] = [];
  const refused = vi.fn<() => void>();
  const socket = new Socket("ws://here/api/ws", () => "Test", (frame) => heard.push(frame), refused);
  socket.open();
  return { socket, heard, refused };
}

test("it is open once the service has said hello", () => {
  const { socket } = connect();
  expect(socket.link.get()).toEqual({ state: "connecting" });

  FakeLine.last.hello();

  expect(socket.link.get()).toEqual({ state: "open" });
});

test("after a loss it connects again and asks only for what is missing", async () => {
  const { socket } = connect();
  FakeLine.last.hello();
  let seq: number | null = null;
  socket.watch("th1", () => seq);
  seq = 41;

  FakeLine.last.close();
  expect(socket.link.get()).toMatchObject({ state: "waiting" });
  await vi.advanceTimersByTimeAsync(1000);
  FakeLine.last.hello();

  expect(FakeLine.all).toHaveLength(2);
  expect(FakeLine.all[0]?.said).toEqual([{ type: "watch", thread_id: "th1", since: null, name: "Test" }]);
  expect(FakeLine.last.said).toEqual([{ type: "watch", thread_id: "th1", since: 41, name: "Test" }]);
});

function setHidden(hidden: boolean) {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
}

async function fail(socket: Socket, times: number): Promise<number[]> {
  const waits: number[] = [];
  for (let failure = 0; failure < times; failure++) {
    FakeLine.last.close();
    const link = socket.link.get();
    if (link.state !== "waiting") throw new Error("it does not wait");
    waits.push(link.retryAt - Date.now());
    await vi.advanceTimersByTimeAsync(link.retryAt - Date.now());
  }
  return waits;
}

test("while somebody looks it is tried often, and never by all browsers at once", async () => {
  const { socket, refused } = connect();

  const waits = await fail(socket, 100);

  expect(Math.max(...waits)).toBeLessThanOrEqual(600);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(300);
  expect(new Set(waits).size).toBeGreaterThan(20);
  expect(refused.mock.calls.length).toBeLessThanOrEqual(12); // within a minute
});

test("after minutes in vain it is tried seldom, and often again once somebody asks for it", async () => {
  const { socket } = connect();
  await fail(socket, 1);
  await vi.advanceTimersByTimeAsync(5 * 60_000);

  const waits = await fail(socket, 8);
  FakeLine.last.close();
  socket.retryNow();
  const after = await fail(socket, 1);

  expect(waits[7]).toBeGreaterThanOrEqual(7500);
  expect(after[0]).toBeLessThanOrEqual(600);
});

test("while nobody looks it is tried seldom", async () => {
  setHidden(true);
  const { socket } = connect();

  const waits = await fail(socket, 8);
  setHidden(false);
  document.dispatchEvent(new Event("visibilitychange"));

  expect(waits[7]).toBeGreaterThanOrEqual(7500);
  expect(socket.link.get()).toEqual({ state: "connecting" });
});

test("a line that does not open is given up", async () => {
  const { socket } = connect();

  await vi.advanceTimersByTimeAsync(10_000);

  expect(socket.link.get()).toMatchObject({ state: "waiting" });
});

test("“Now” does not wait", () => {
  const { socket } = connect();
  FakeLine.last.close();

  socket.retryNow();

  expect(socket.link.get()).toEqual({ state: "connecting" });
  expect(FakeLine.all).toHaveLength(2);
});

test("a line that is silent after a ping is given up", async () => {
  const { socket } = connect();
  FakeLine.last.hello();

  await vi.advanceTimersByTimeAsync(20_000);
  expect(FakeLine.last.said).toEqual([{ type: "ping" }]);
  FakeLine.last.tell({ type: "pong" });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(socket.link.get()).toEqual({ state: "open" });

  await vi.advanceTimersByTimeAsync(15_100);
  expect(socket.link.get().state).not.toBe("open");
});

test("a line that never opened may have been refused", () => {
  const { refused } = connect();

  FakeLine.last.close();

  expect(refused).toHaveBeenCalledTimes(1);
});

test("another contract means that a newer page is to be had", async () => {
  const { socket } = connect();
  FakeLine.last.hello("one");
  FakeLine.last.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(socket.outdated.get()).toBe(false);

  FakeLine.last.hello("two");

  expect(socket.outdated.get()).toBe(true);
});

test("once closed it stays closed", async () => {
  const { socket } = connect();
  FakeLine.last.hello();

  socket.close();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(socket.link.get()).toEqual({ state: "closed" });
  expect(FakeLine.all).toHaveLength(1);
});
