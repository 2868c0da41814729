// A thread's store: converges to what the service says, shows at once what is sent.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "../../src/contract.gen";
import type { Event } from "../../src/core/contract";
import { Outbox } from "../../src/core/outbox";
import { ThreadStore } from "../../src/core/thread";
import { FakeParley } from "../fakes/parley";
import { AT, answered, said, thread, viewOf } from "../fakes/things";

let parley: FakeParley;
let outbox: Outbox;

beforeEach(() => {
  vi.useFakeTimers();
  parley = new FakeParley();
  parley.answer = () => ({ status: 202, body: {} });
  vi.stubGlobal("fetch", parley.fetch);
  outbox = new Outbox();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = (isNew = false) => {
  const asked = vi.fn<() => void>();
  return { store: new ThreadStore("th1", outbox, isNew, asked), asked };
};
const ids = (store: ThreadStore) => store.state.get().view.visible_messages.map((message) => message.id);
const nextFrame = () => vi.advanceTimersByTimeAsync(20);

function created(seq: number, position: number, id = `m${position}`, more: Partial<Message> = {}): Event {
  const envelope = { id: `e${seq}`, thread_id: "th1", seq, at: AT, turn_id: null, agent_id: null, attempt: null };
  return { ...envelope, kind: "message.created", message: said(position, { id, ...more }) };
}

test("many events are shown in one change", async () => {
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));
  const changes = vi.fn<() => void>();
  store.state.subscribe(changes);

  for (let seq = 2; seq <= 30; seq++) store.take(created(seq, seq));
  await nextFrame();

  expect(store.state.get().view.seq).toBe(30);
  expect(changes).toHaveBeenCalledTimes(1);
});

test("events are shown in hidden tabs too, where there are no frames", async () => {
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  vi.stubGlobal("requestAnimationFrame", () => 0);
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));

  store.take(created(2, 2));
  await vi.advanceTimersByTimeAsync(300);

  expect(ids(store)).toEqual(["m1", "m2"]);
  vi.restoreAllMocks();
});

test("a missing event is asked for once", async () => {
  const { store, asked } = open();
  store.takeSnapshot(viewOf([said(1)], 1));

  store.take(created(3, 3));
  await nextFrame();
  store.take(created(4, 4));
  await nextFrame();

  expect(asked).toHaveBeenCalledTimes(1);
  expect(store.since()).toBe(1);
});

test("what is sent is shown at once, and stays shown over a snapshot that does not have it yet", () => {
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));

  const { id } = outbox.add("th1", { text: "hello", agentId: null }, false);
  expect(ids(store)).toEqual(["m1", id]);

  store.takeSnapshot(viewOf([said(1), said(2)], 2));
  expect(ids(store)).toEqual(["m1", "m2", id]);
});

test("what was sent is replaced by what the thread has", async () => {
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));
  const { id } = outbox.add("th1", { text: "hello", agentId: null }, false);

  store.take(created(2, 2, id));
  await nextFrame();

  expect(ids(store)).toEqual(["m1", id]);
  expect(store.state.get().view.visible_messages[1]?.pending).toBe(false);
  expect(outbox.messages.get()).toEqual([]);
});

test("a refused message leaves the transcript and waits in the outbox with its reason", async () => {
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));
  const { id } = outbox.add("th1", { text: "hello", agentId: null }, false);

  const envelope = { id: "e2", thread_id: "th1", seq: 2, at: AT, turn_id: null, agent_id: null, attempt: null };
  store.take({
    ...envelope,
    kind: "message.rejected",
    message_id: id,
    code: "disk_full",
    reason: "The disk is full.",
    retryable: true,
  });
  await nextFrame();

  expect(ids(store)).toEqual(["m1"]);
  expect(outbox.messages.get()).toMatchObject([{ id, problem: "The disk is full." }]);
});

test("a thread that was only just begun here is not missing", () => {
  const { store } = open(true);

  store.miss();

  expect(store.state.get().phase).toBe("ready");
});

test("an unknown thread is missing", () => {
  const { store } = open();

  store.miss();

  expect(store.state.get().phase).toBe("missing");
});

test("older pages come before what is shown, the repeated ones only once", async () => {
  const pages = new Map([
    ["", { items: [said(3), answered(4, 3)], next: "p3", seq: 9 }],
    ["p3", { items: [said(1), answered(2, 1)], next: null, seq: 9 }],
  ]);
  parley.answer = ({ path }) => ({
    status: 200,
    body: pages.get(new URL(path, location.href).searchParams.get("before") ?? ""),
  });
  const { store } = open();
  store.takeSnapshot(viewOf([said(3), answered(4, 3)], 9, true));

  await store.loadEarlier();

  expect(ids(store)).toEqual(["m1", "a2", "m3", "a4"]);
  expect(store.state.get().view.metadata.has_earlier).toBe(false);
});

test("when older pages cannot be loaded it says so and can be asked again", async () => {
  parley.answer = () => "unreachable";
  const { store } = open();
  store.takeSnapshot(viewOf([said(3)], 9, true));

  await store.loadEarlier();

  expect(store.state.get().earlier).toBe("failed");
});

test("a title that changes is shown", async () => {
  const { store } = open();
  store.takeSnapshot(viewOf([], 1));
  const envelope = { id: "e2", thread_id: "th1", seq: 2, at: AT, turn_id: null, agent_id: null, attempt: null };

  store.take({ ...envelope, kind: "thread.updated", thread: thread("th1", { title: "New" }) });
  await nextFrame();

  expect(store.state.get().view.runtime_context.thread?.title).toBe("New");
});

test("tokens change what shows them and nothing else", async () => {
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));
  const envelope = { id: "e2", thread_id: "th1", seq: 2, at: AT, turn_id: "t1", agent_id: "atlas", attempt: 1 };
  store.take({ ...envelope, kind: "turn.started", message_id: "m1", answer_id: "a2", runner: "r1", model: "demo/echo" });
  await nextFrame();
  const others = vi.fn<() => void>();
  store.settled.subscribe(others);

  const delta = { thread_id: "th1", turn_id: "t1", attempt: 1, step: 0, message_id: "a2", reasoning: "", whole: false };
  store.take({ ...delta, kind: "text.delta", n: 0, text: "It is " });
  store.take({ ...delta, kind: "text.delta", n: 1, text: "four" });
  await vi.advanceTimersByTimeAsync(100);

  expect(store.streaming.get()?.message.text).toBe("It is four");
  expect(others).not.toHaveBeenCalled();
});

test("who has sent the message is not shown as writing it any longer", async () => {
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));
  store.take({ kind: "typing.changed", thread_id: "th1", names: ["Ada", "Ben"] });
  await vi.advanceTimersByTimeAsync(100);
  expect(store.state.get().typing).toEqual(["Ada", "Ben"]);

  store.take(created(2, 2, "m2", { sender: "Ada" }));
  await vi.advanceTimersByTimeAsync(100);

  expect(store.state.get().typing).toEqual(["Ben"]);
});

test("a message without a name ends all writing: whoever goes on is told of again", async () => {
  const { store } = open();
  store.takeSnapshot(viewOf([said(1)], 1));
  store.take({ kind: "typing.changed", thread_id: "th1", names: ["Chrome on Linux"] });
  await vi.advanceTimersByTimeAsync(100);

  store.take(created(2, 2));
  await vi.advanceTimersByTimeAsync(100);

  expect(store.state.get().typing).toEqual([]);
});
