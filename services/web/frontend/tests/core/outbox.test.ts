// Messages arrive once, in order, whatever happens on the way.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Outbox } from "../../src/core/outbox";
import { FakeParley, refusal } from "../fakes/parley";

let parley: FakeParley;

beforeEach(() => {
  vi.useFakeTimers();
  parley = new FakeParley();
  parley.answer = () => ({ status: 202, body: {} });
  vi.stubGlobal("fetch", parley.fetch);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settleAll = () => vi.advanceTimersByTimeAsync(0);
const texts = (outbox: Outbox) => outbox.messages.get().map((message) => message.text);

describe("the outbox", () => {
  test("sends the next message of a thread only when the one before it has arrived", async () => {
    const outbox = new Outbox();
    const first = outbox.add("th1", { text: "one", agentId: null }, false);
    const second = outbox.add("th1", { text: "two", agentId: null }, false);
    await settleAll();

    expect(parley.sent).toEqual([first.id]);
    outbox.settle(first.id);
    await settleAll();
    expect(parley.sent).toEqual([first.id, second.id]);
  });

  test("does not let one thread wait for another", async () => {
    const outbox = new Outbox();
    const first = outbox.add("th1", { text: "one", agentId: null }, false);
    const other = outbox.add("th2", { text: "two", agentId: null }, false);
    await settleAll();

    expect(parley.sent).toEqual([first.id, other.id]);
  });

  test("sends again, under the same id, until the message is seen", async () => {
    const outbox = new Outbox();
    const { id } = outbox.add("th1", { text: "one", agentId: null }, false);
    await vi.advanceTimersByTimeAsync(7000);

    expect(parley.sent).toEqual([id, id, id]);
    outbox.settle(id);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(parley.sent).toHaveLength(3);
  });

  test("sends again when the service died in the middle of its answer", async () => {
    const outbox = new Outbox();
    parley.answer = () => "broken off";
    const { id } = outbox.add("th1", { text: "one", agentId: null }, false);
    await settleAll();
    parley.answer = () => ({ status: 200, body: { message: { id }, turn: null, refusal: null } });
    await vi.advanceTimersByTimeAsync(60_000);

    expect(parley.sent).toEqual([id, id]);
    expect(texts(outbox)).toEqual([]);
  });

  test("is satisfied when the service knows the message already", async () => {
    parley.answer = () => ({ status: 200, body: { message: { id: "m" }, turn: null, refusal: null } });
    const outbox = new Outbox();
    const { id } = outbox.add("th1", { text: "one", agentId: null }, false);
    await settleAll();

    expect(texts(outbox)).toEqual([]);
    expect(outbox.hasArrived(id)).toBe(true);
  });

  test("goes on trying while nobody answers, and says so", async () => {
    parley.answer = () => "unreachable";
    const outbox = new Outbox();
    const { id } = outbox.add("th1", { text: "one", agentId: null }, false);
    await settleAll();
    expect(outbox.messages.get()[0]?.delayed).toBe(true);

    parley.answer = () => ({ status: 202, body: {} });
    outbox.hurry();
    await settleAll();

    expect(parley.sent).toEqual([id, id]);
    expect(outbox.messages.get()[0]?.delayed).toBe(false);
  });

  test("waits as long as it is told to", async () => {
    parley.answer = () => ({ status: 429, headers: { "Retry-After": "30" }, body: {} });
    const outbox = new Outbox();
    outbox.add("th1", { text: "one", agentId: null }, false);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(parley.sent).toHaveLength(1);

    await vi.advanceTimersByTimeAsync(2000);
    expect(parley.sent).toHaveLength(2);
  });

  test("keeps what was refused for the person and goes on with the next", async () => {
    parley.answer = ({ body }) =>
      (body as { text: string }).text === "bad" ? refusal(413, "too_long", "Too long.") : { status: 202, body: {} };
    const outbox = new Outbox();
    outbox.add("th1", { text: "bad", agentId: null }, false);
    const next = outbox.add("th1", { text: "good", agentId: null }, false);
    await settleAll();

    expect(outbox.messages.get()[0]).toMatchObject({ text: "bad", problem: "Too long." });
    expect(parley.sent.at(-1)).toBe(next.id);
  });

  test("sends a refused message anew as another one", async () => {
    const outbox = new Outbox();
    const { id } = outbox.add("th1", { text: "one", agentId: "atlas" }, false);
    await settleAll();
    outbox.refuse(id, "The queue is full.");
    await settleAll();

    outbox.again(id);
    await settleAll();

    expect(parley.sent).toHaveLength(2);
    expect(parley.sent[1]).not.toBe(id);
    expect(outbox.messages.get()).toMatchObject([{ text: "one", agentId: "atlas", problem: null }]);
  });

  test("takes up what an earlier visit left, in the order it was written", async () => {
    parley.answer = () => "unreachable";
    const earlier = new Outbox();
    const first = earlier.add("th1", { text: "one", agentId: null }, false);
    const second = earlier.add("th1", { text: "two", agentId: null }, false);
    await settleAll();
    parley.answer = () => ({ status: 200, body: { message: { id: "m" }, turn: null, refusal: null } });
    parley.asked.length = 0;

    const outbox = new Outbox();
    outbox.start();
    await settleAll();

    expect(parley.sent).toEqual([first.id, second.id]);
    expect(localStorage).toHaveLength(0);
  });

  test("begins the thread before its first message", async () => {
    const outbox = new Outbox();
    const begun: string[] = [];
    outbox.onThreadBegun = (threadId) => begun.push(threadId);
    outbox.add("th9", { text: "one", agentId: "atlas" }, true);
    await settleAll();

    expect(parley.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /api/threads",
      "POST /api/threads/th9/messages",
    ]);
    expect(begun).toEqual(["th9"]);
  });

  test("waits for the person to sign in again", async () => {
    parley.answer = () => refusal(401, "wrong_token", "Sign in.");
    const outbox = new Outbox();
    outbox.add("th1", { text: "one", agentId: null }, false);
    await settleAll();

    expect(outbox.messages.get()[0]).toMatchObject({ problem: null, delayed: true });
  });
});
