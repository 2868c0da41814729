// The items of the transcript.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { Agent, Approval, ToolPart } from "../../src/contract.gen";
import type { Making } from "../../src/chat/AgentTurn";
import { Turn } from "../../src/chat/Turn";
import { agents } from "../../src/core/agents";
import type { Item } from "../../src/core/arrange";
import { AT, answered, file, said } from "../fakes/things";

const atlas = { id: "atlas", name: "Atlas", description: "", model: "demo/echo", hue: 215 } as Agent;
const nothing: Making = { turn: null, notice: null, approvals: [], questions: [] };

beforeEach(() => agents.set([atlas]));

function show(item: Item, making: Making | null = null) {
  return render(<Turn item={item} making={making} streaming={null} delayed={false} />);
}

const tool = (more: Partial<ToolPart>): ToolPart => ({
  kind: "tool",
  step: 0,
  call_id: "c1",
  name: "calculator",
  title: "calculator",
  arguments: { expression: "2+2" },
  effect: "pure",
  source: "built-in",
  state: "done",
  output: "",
  summary: "4",
  artifacts: [],
  duration_ms: 12,
  origin: "",
  approval_id: null,
  decided: null,
  child: null,
  ...more,
});

test("an answer says who gave it, with which model, and what it took", () => {
  const usage = {
    model: "gpt-5-mini",
    input_tokens: 10,
    output_tokens: 4,
    cached_tokens: 0,
    reasoning_tokens: 0,
    cost_micros: 4100,
    source: "provider" as const,
    ttft_ms: null,
  };
  show({ kind: "answer", answers: [answered(2, 1, { usage, duration_ms: 8100 })], failures: [], live: false });

  expect(screen.getByRole("article", { name: "Atlas" }).textContent).toContain("gpt-5-mini");
  expect(screen.getByText("14 tokens, $0.0041, 8.1 s")).toBeTruthy();
});

test("a tool call shows its name, arguments, result and time", () => {
  show({ kind: "answer", answers: [answered(2, 1, { parts: [tool({})] })], failures: [], live: false });

  expect(screen.getByRole("group").textContent).toBe("calculator2+212 msdoneArgumentsexpression: 2+2Result4");
});

test("what waits for a decision shows both choices", () => {
  const approval = {
    id: "p1",
    call_id: "c1",
    tool: "shell",
    arguments: { command: "ls" },
    reason: "",
    allowed: ["approve", "deny"],
    remember_as: null,
    expires_at: null,
    created_at: AT,
  } as unknown as Approval;
  const message = answered(0, 1, { text: "", parts: [tool({ name: "shell", state: "waiting" })] });
  show({ kind: "answer", answers: [message], failures: [], live: true }, { ...nothing, approvals: [approval] });

  expect(screen.getByRole("region", { name: "shell asks for your approval" }).textContent).toContain("ls");
  expect(screen.getByRole("button", { name: "Allow once" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Refuse…" })).toBeTruthy();
});

test("one walks through the retries of an answer", async () => {
  show({ kind: "answer", answers: [answered(2, 1), answered(4, 1)], failures: [], live: false });
  expect(screen.getByText("answer 4")).toBeTruthy();

  await userEvent.click(screen.getByRole("button", { name: "Previous answer" }));

  expect(screen.getByText("answer 2")).toBeTruthy();
  expect(screen.getByText("1 of 2")).toBeTruthy();
});

test("an answer that is asked for while an older one is looked at shows itself", async () => {
  const item = { kind: "answer" as const, answers: [answered(2, 1), answered(4, 1)], failures: [], live: false };
  const { rerender } = show(item);
  await userEvent.click(screen.getByRole("button", { name: "Previous answer" }));

  const asked = { ...item, answers: [...item.answers, answered(0, 1, { id: "a6", text: "in the making" })], live: true };
  rerender(<Turn item={asked} making={nothing} streaming={null} delayed={false} />);

  expect(screen.getByRole("article", { name: "Atlas" }).getAttribute("aria-busy")).toBe("true");
  expect(screen.getByText("in the making")).toBeTruthy();
});

const failed = {
  ...{ turn_id: "t1", message_id: "m1", agent_id: "atlas", code: "no_key", text: "There is no key.", fact: null },
  at: AT,
};

test("why an attempt failed can be read while the next one is made", async () => {
  const empty = answered(0, 1, { id: "failed-t1", turn_id: "t1", text: "", stop_reason: "error" });
  const making = answered(0, 1, { id: "a9", turn_id: "t2", text: "in the making" });
  show({ kind: "answer", answers: [empty, making], failures: [failed], live: true }, nothing);
  expect(screen.getByText("in the making")).toBeTruthy();

  await userEvent.click(screen.getByRole("button", { name: "Previous answer" }));

  expect(screen.getByText("This answer failed: There is no key.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Previous answer" }));
  expect(screen.queryByRole("button", { name: "Fork from here" })).toBeNull();
});

test("an attempt that failed without a word hides none that has some", () => {
  const empty = answered(0, 1, { id: "failed-t1", turn_id: "t1", text: "", stop_reason: "error" });
  show({ kind: "answer", answers: [answered(2, 1), empty], failures: [failed], live: false });

  expect(screen.getByText("answer 2")).toBeTruthy();
  expect(screen.getByText("1 of 2")).toBeTruthy();
});

test("a message of files alone has no words to copy", () => {
  show({ kind: "person", message: said(1, { text: "", attachments: [file] }), queued: null, answered: true });

  expect(screen.getByRole("button", { name: "Fork from here" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Copy message" })).toBeNull();
});

test("a stopped answer says so", () => {
  show({ kind: "answer", answers: [answered(2, 1, { stop_reason: "cancelled" })], failures: [], live: false });

  expect(screen.getByText("Stopped.")).toBeTruthy();
});

test("a message from elsewhere says from where", () => {
  show({ kind: "person", message: said(1, { source: "telegram" }), queued: null, answered: true });

  expect(screen.getByRole("article", { name: "You" }).textContent).toContain("from Telegram");
});

test("a message that nobody answers can be asked again", () => {
  show({ kind: "person", message: said(1), queued: null, answered: false });

  expect(screen.getByRole("button", { name: "Ask for an answer" })).toBeTruthy();
});

test("a message that cannot be drawn shows its text and leaves the others alone", () => {
  const broken = answered(2, 1, { text: "still here", parts: [{ kind: "text" } as never, null as never] });
  const report = console.error;
  console.error = () => undefined; // React tells of every error that a boundary catches
  render(
    <>
      <Turn item={{ kind: "answer", answers: [broken], failures: [], live: false }} making={null} streaming={null} delayed={false} />
      <Turn item={{ kind: "person", message: said(3), queued: null, answered: true }} making={null} streaming={null} delayed={false} />
    </>,
  );
  console.error = report;

  expect(screen.getByText("still here")).toBeTruthy();
  expect(screen.getByText("text 3")).toBeTruthy();
});
