// A thread that is left and opened again, while words of what happened to it are still on their way.
import { act, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AgentView } from "../../src/contract.gen";
import { ThreadPage } from "../../src/chat/ThreadPage";
import { start, stop } from "../../src/core/client";
import type { Event as Told } from "../../src/core/contract";
import { uuid7 } from "../../src/core/ids";
import { seen } from "../../src/core/seen";
import { notices } from "../../src/ui/notify";
import { FakeLine } from "../fakes/line";
import { FakeParley, refusal } from "../fakes/parley";
import { AT, said, thread, viewOf } from "../fakes/things";

let parley: FakeParley;
let threadId: string;
let isThere: boolean;

beforeEach(() => {
  parley = new FakeParley();
  isThere = true;
  threadId = uuid7();
  parley.answer = ({ path }) => {
    if (path === `/api/threads/${threadId}`)
      return isThere ? { status: 200, body: thread(threadId) } : refusal(404, "thread_not_found", "It is gone.");
    return { status: 200, body: { items: [], next: null, agents: [], chats: [] } };
  };
  vi.stubGlobal("fetch", parley.fetch);
  FakeLine.all = [];
  vi.stubGlobal("WebSocket", FakeLine);
  history.replaceState(null, "", `/chat/${threadId}`);
  start();
  act(() => FakeLine.last.hello());
});

afterEach(() => {
  stop();
  notices.set([]);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const show = () => render(<ThreadPage threadId={threadId} />);
const tell = (event: Told) => act(() => FakeLine.last.tell({ type: "event", event }));
const tellView = (view: AgentView) =>
  act(() => FakeLine.last.tell({ type: "snapshot", thread_id: threadId, seq: view.seq, view: { ...view, thread_id: threadId } }));
const asked = () => FakeLine.last.said.filter((frame) => frame.type === "watch");
const nextFrame = () => act(() => new Promise((resolve) => setTimeout(resolve, 50)));

function told(seq: number, kind: "thread.updated" | "thread.deleted"): Told {
  const envelope = { id: `e${seq}`, thread_id: threadId, seq, at: AT, turn_id: null, agent_id: null, attempt: null };
  return { ...envelope, kind, thread: thread(threadId) };
}

test("one that was deleted while it was open is read anew when it is opened again", async () => {
  const left = show();
  tellView(viewOf([said(1)], 1));
  tell(told(2, "thread.deleted")); // shown with the next frame, when it is left already
  left.unmount();
  await nextFrame();

  show();
  await nextFrame();

  expect(asked().map((frame) => "since" in frame && frame.since)).toEqual([null, null]);
  expect(location.pathname).toBe(`/chat/${threadId}`);
});

test("what comes for a thread that was left is not taken: it is asked for when it is opened again", async () => {
  const left = show();
  tellView(viewOf([said(1)], 1));
  left.unmount();
  tell(told(2, "thread.deleted"));
  await nextFrame();

  show();

  expect(asked().at(-1)).toMatchObject({ since: 1 });
});

test("one that was brought back stays open, although the word of that comes later", async () => {
  show();
  tellView(viewOf([said(1)], 1));

  tell(told(2, "thread.deleted"));
  await nextFrame();
  expect(location.pathname).toBe(`/chat/${threadId}`);
  tell(told(3, "thread.updated"));
  await nextFrame();

  expect(location.pathname).toBe(`/chat/${threadId}`);
  expect(notices.get()).toEqual([]);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(`Title of ${threadId}`);
});

test("one that was deleted elsewhere is left with a notice", async () => {
  show();
  tellView(viewOf([said(1)], 1));
  isThere = false;

  tell(told(2, "thread.deleted"));

  await waitFor(() => expect(location.pathname).toBe("/"));
  expect(notices.get()).toMatchObject([{ text: "This thread was deleted." }]);
});

test("what came while nobody looked is read once somebody looks again", () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  show();
  tellView(viewOf([said(1)], 1));
  expect(seen.get()[threadId] ?? 0).toBe(0);

  hidden.mockReturnValue(false);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));

  expect(seen.get()[threadId]).toBe(1);
});
