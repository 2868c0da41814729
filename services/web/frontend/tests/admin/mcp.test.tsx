// MCP servers: what their tools say is read, then approved as it was read, or taken back.
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { McpPage } from "../../src/admin/mcp/McpPage";
import { notices } from "../../src/ui/notify";
import { FakeParley, type Asked, type Reply } from "../fakes/parley";

const PIN = "a".repeat(64);
const tool = {
  ...{ name: "read", tool: "files__read", pin: PIN, problem: null, description: "Reads a file." },
  ...{ parameters: {}, effect: "pure", approved_description: null, approved_parameters: null },
};
const server = { name: "files", transport: "stdio", place: "/bin/files", error: null };
let parley: FakeParley;

beforeEach(() => notices.set([]));

function serve(servers: object[], error: string | null = null): void {
  parley = new FakeParley();
  parley.answer = ({ method }: Asked): Reply =>
    method === "GET" ? { status: 200, body: { servers, error } } : { status: 200, body: {} };
  vi.stubGlobal("fetch", parley.fetch);
  render(<McpPage />);
}

const changes = () => parley.asked.filter(({ method }) => method !== "GET");

test("a new tool is shown word for word and approved by its pin", async () => {
  serve([{ ...server, tools: [{ ...tool, state: "new" }] }]);

  expect(await screen.findByText("Reads a file.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Approve it as it is" }));

  await vi.waitFor(() => expect(changes()).toHaveLength(1));
  expect(changes()[0]).toEqual({
    ...{ method: "POST", path: "/api/mcp/files/tools/read/approve", body: { pin: PIN } },
  });
});

test("a changed tool shows what it was and what it is", async () => {
  const changed = { ...tool, state: "changed", approved_description: "Read a file.", approved_parameters: {} };
  serve([{ ...server, tools: [changed] }]);

  const was = (await screen.findByText("As you approved it")).parentElement as HTMLElement;
  const now = screen.getByText("As it is now").parentElement as HTMLElement;

  expect(within(was).getByText("Read a file.")).toBeTruthy();
  expect(within(now).getByText("Reads a file.")).toBeTruthy();
});

test("all approvals of a server are taken back after a question", async () => {
  serve([{ ...server, tools: [{ ...tool, state: "approved" }] }]);
  await userEvent.click(await screen.findByRole("button", { name: "Revoke all" }));
  expect(changes()).toEqual([]);

  await userEvent.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Revoke all" }));

  await vi.waitFor(() => expect(changes()).toEqual([{ method: "DELETE", path: "/api/mcp/files/approve", body: null }]));
});

test("a server that is away says why, and so does a file that can't be read", async () => {
  serve([{ ...server, error: "it can't be started", tools: [] }], "mcp.json is no JSON");

  expect(await screen.findByText("it can't be started")).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toBe("mcp.json is no JSON");
});
