// Messages that wait behind an answer.
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { AgentView, CurrentTurn } from "../../src/contract.gen";
import { Queue } from "../../src/compose/Queue";
import { AT, file, said, viewOf } from "../fakes/things";

const running: CurrentTurn = {
  turn_id: "t1",
  message_id: "m1",
  agent_id: "atlas",
  attempt: 1,
  model: "demo/echo",
  state: "running",
  started_at: AT,
};

function waiting(): AgentView {
  const view = viewOf([said(1), said(2, { text: "", attachments: [file] })]);
  const queue = [{ turn_id: "t2", message_id: "m2", agent_id: "atlas" }];
  return { ...view, runtime_context: { ...view.runtime_context, turn: running, queue } };
}

test("one that has no words is known by its files", () => {
  render(<Queue view={waiting()} />);

  expect(screen.getByRole("region", { name: "Waiting messages" }).textContent).toContain("beds.png");
});
