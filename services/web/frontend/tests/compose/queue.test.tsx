// Messages that wait behind an answer.
import { render, renderHook, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { AgentView, CurrentTurn, Message } from "../../src/contract.gen";
import { Queue } from "../../src/compose/Queue";
import { useChosenAgent } from "../../src/compose/useChosenAgent";
import { readDraft } from "../../src/core/drafts";
import { FakeParley } from "../fakes/parley";
import { AT, answered, file, said, viewOf } from "../fakes/things";

const running: CurrentTurn = {
  turn_id: "t1",
  message_id: "m1",
  agent_id: "atlas",
  attempt: 1,
  model: "demo/echo",
  state: "running",
  started_at: AT,
};

const nameOf = (button: HTMLElement) => button.getAttribute("aria-label") ?? button.textContent;

/** While the first message is being answered. */
function waiting(messages: Message[], ...waitingIds: string[]): AgentView {
  const view = viewOf(messages);
  const queue = waitingIds.map((message_id, index) => ({ turn_id: `t${index + 2}`, message_id, agent_id: "atlas" }));
  return { ...view, runtime_context: { ...view.runtime_context, turn: running, queue } };
}

test("one that has no words is known by its files", () => {
  render(<Queue view={waiting([said(1), said(2, { text: "", attachments: [file] })], "m2")} />);

  expect(screen.getByRole("region", { name: "Waiting messages" }).textContent).toContain("beds.png");
});

test("one that only waits to be answered once more is not taken back to be said again", () => {
  const view = waiting([said(1), said(2), answered(3, 2), said(4), said(5)], "m4", "m1", "m2", "m5");
  render(<Queue view={view} />);

  const buttons = screen.getAllByRole("listitem").map((row) => within(row).getAllByRole("button").map(nameOf));
  expect(buttons).toEqual([
    ["Send now", "Change it", "Take back"],
    ["Take back"],
    ["Take back"],
    ["Change it", "Take back"],
  ]);
});

test("one that is answered once more as the next can be answered now", () => {
  render(<Queue view={waiting([said(1)], "m1")} />);

  expect(screen.getAllByRole("button").map(nameOf)).toEqual(["Send now", "Take back"]);
});

test("one that is taken back to be changed is still meant for the agent that it was said to", async () => {
  const parley = new FakeParley();
  parley.answer = () => ({ status: 200, body: {} });
  vi.stubGlobal("fetch", parley.fetch);
  const view = waiting([said(1), said(2)], "m2");
  const { thread } = view.runtime_context;
  const queue = [{ turn_id: "t2", message_id: "m2", agent_id: "juno" }];
  const toJuno = { ...view, runtime_context: { ...view.runtime_context, queue } };
  render(<Queue view={toJuno} />);
  const { result } = renderHook(() => useChosenAgent("th1", thread?.agent_id ?? null));

  await userEvent.click(screen.getByRole("button", { name: "Change it" }));

  await waitFor(() => expect(readDraft("th1")).toBe("text 2"));
  expect(result.current[0]).toBe("juno");
  vi.unstubAllGlobals();
});
