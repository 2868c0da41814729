// A tool call as it stands in an answer, and the answer's steps on the page.
import { render } from "@testing-library/react";
import { Parts } from "../../src/chat/Parts";
import type { ToolPart } from "../../src/contract.gen";

export function makeCall(more: Partial<ToolPart>): ToolPart {
  return {
    kind: "tool",
    step: 0,
    call_id: "c1",
    name: "send_mail",
    title: "send_mail",
    arguments: {},
    effect: "effect",
    source: "built-in",
    state: "done",
    output: "",
    summary: "",
    artifacts: [],
    duration_ms: null,
    origin: "",
    approval_id: null,
    decided: null,
    child: null,
    ...more,
  };
}

export function showCalls(parts: ToolPart[], messageId: string | null = "a1") {
  render(<Parts messageId={messageId} parts={parts} approvals={[]} questions={[]} agentName="Atlas" />);
}
