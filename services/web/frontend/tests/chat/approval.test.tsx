// Deciding about a tool call: allowed for how long, refused with a reason, changed before it runs.
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApprovalCard } from "../../src/chat/approval/ApprovalCard";
import type { Approval, ToolSpec } from "../../src/contract.gen";
import { tools } from "../../src/core/tools";
import { AT } from "../fakes/things";

const shell = {
  name: "shell",
  parameters: {
    required: ["command"],
    properties: { command: { type: "string" }, seconds: { anyOf: [{ type: "integer" }, { type: "null" }] } },
  },
} as unknown as ToolSpec;

const approval = {
  id: "p1",
  thread_id: "th1",
  turn_id: "t1",
  call_id: "c1",
  tool: "shell",
  arguments: { command: "rm -r /tmp/x" },
  remember_as: "shell@1",
  reason: "",
  allowed: ["approve", "approve_edited", "deny"],
  expires_at: null,
  created_at: AT,
} as unknown as Approval;

const asked: { path: string; body: unknown }[] = [];

beforeEach(() => {
  tools.set([shell]);
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (init.method === "GET") return Response.json({ tools: [shell] });
    asked.push({ path, body: JSON.parse(String(init.body)) });
    return Response.json(approval);
  });
});
afterEach(() => vi.unstubAllGlobals());

function show() {
  render(<ApprovalCard approval={approval} agentName="Forge" />);
  return userEvent.setup();
}

test.each([
  ["Allow once", "once"],
  ["Allow in this thread", "thread"],
  ["Always for Forge", "agent"],
])("%s is remembered for as long as it says", async (name, remember) => {
  const user = show();

  await user.click(screen.getByRole("button", { name }));

  expect(asked).toEqual([{ path: "/api/approvals/p1", body: { decision: "approve", remember } }]);
});

test("a refusal takes its reason along", async () => {
  const user = show();

  await user.click(screen.getByRole("button", { name: "Refuse…" }));
  await user.type(screen.getByLabelText("Reason"), "Too broad{Enter}");

  expect(asked[0]?.body).toEqual({ decision: "deny", reason: "Too broad", remember: "once" });
});

test("a call is changed by the fields of its tool and allowed as changed", async () => {
  const user = show();

  await user.click(screen.getByRole("button", { name: "Change…" }));
  const command = screen.getByLabelText("command");
  await user.clear(command);
  await user.type(command, "ls");
  await user.type(screen.getByLabelText(/^seconds/), "30");
  await user.click(screen.getByRole("button", { name: "Allow as changed" }));

  expect(asked[0]?.body).toEqual({
    decision: "approve_edited",
    arguments: { command: "ls", seconds: 30 },
    remember: "once",
  });
});

test("what does not fit the tool's schema is said at its field and not sent", async () => {
  const user = show();

  await user.click(screen.getByRole("button", { name: "Change…" }));
  await user.type(screen.getByLabelText(/^seconds/), "soon");
  await user.click(screen.getByRole("button", { name: "Allow as changed" }));

  expect(screen.getByRole("alert").textContent).toBe("This must be a number.");
  expect(asked).toEqual([]);
});

test("a decision that was not taken can be made again", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ error: { code: "x", message: "no", field: null } }, { status: 409 }));
  const user = show();

  await user.click(screen.getByRole("button", { name: "Allow once" }));

  await waitFor(() => expect(screen.getByRole("button", { name: "Allow once" })).toHaveProperty("disabled", false));
});

test.each([
  ["command", "command: 'ls' is too short", true],
  ["arguments", "arguments: 'ls' does not fit", false],
])("what the store finds wrong at %s is said in the form, which stays", async (field, message, atField) => {
  const error = { code: "arguments_wrong", message, field };
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) =>
    init.method === "GET" ? Response.json({ tools: [shell] }) : Response.json({ error }, { status: 422 }),
  );
  const user = show();

  await user.click(screen.getByRole("button", { name: "Change…" }));
  await user.click(screen.getByRole("button", { name: "Allow as changed" }));

  expect((await screen.findByRole("alert")).textContent).toBe(message);
  expect(screen.getByLabelText(/^command/).getAttribute("aria-invalid")).toBe(String(atField));
  expect(screen.getByRole("button", { name: "Allow as changed" })).toHaveProperty("disabled", false);
});
