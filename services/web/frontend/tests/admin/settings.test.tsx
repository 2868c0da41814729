// Settings: secrets are told once, and what can't be undone is asked about first.
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { KeyList } from "../../src/admin/settings/KeyList";
import { RetentionForm } from "../../src/admin/settings/RetentionForm";
import { TokenPart } from "../../src/admin/settings/TokenPart";
import { notices } from "../../src/ui/notify";
import { FakeParley, refusal, type Asked, type Reply } from "../fakes/parley";

async function rotate(reply: Reply): Promise<() => void> {
  const parley = new FakeParley();
  parley.answer = () => reply;
  vi.stubGlobal("fetch", parley.fetch);
  notices.set([]);
  const rotated = vi.fn();
  render(<TokenPart onRotated={rotated} />);
  await userEvent.click(screen.getByRole("button", { name: "Make a new token" }));
  expect(parley.asked).toEqual([]);
  await userEvent.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Make a new token" }));
  await vi.waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  return rotated;
}

test("the new token is shown, and the signed-in browsers are looked at again", async () => {
  const rotated = await rotate({ status: 200, body: { token: "brand-new" } });

  expect(screen.getByText("brand-new")).toBeTruthy();
  expect(rotated).toHaveBeenCalledOnce();
});

test("where no launcher runs it is said how a token is made", async () => {
  const rotated = await rotate(refusal(503, "unavailable", "no launcher answers: in containers …"));

  expect(notices.get()[0]?.text).toBe("The old token stays: no launcher answers: in containers …");
  expect(rotated).not.toHaveBeenCalled();
});

function serve(answer: (asked: Asked) => Reply): FakeParley {
  const parley = new FakeParley();
  parley.answer = answer;
  vi.stubGlobal("fetch", parley.fetch);
  notices.set([]);
  return parley;
}

test("what a shorter time would delete at once is told before it is kept", async () => {
  let overdue = { threads: 7, titles: ["Old plans", ""] };
  const parley = serve(({ method, path, body }) => {
    if (path.startsWith("/api/retention/overdue")) return { status: 200, body: overdue };
    return { status: 200, body: method === "PUT" ? body : { archived_days: null } };
  });
  const puts = () => parley.asked.filter((each) => each.method === "PUT").map((each) => each.body);
  render(<RetentionForm />);
  const keep = async (days: string) => {
    const field = await screen.findByLabelText("Days");
    await userEvent.clear(field);
    await userEvent.type(field, days);
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
  };

  await keep("30");
  const question = within(await screen.findByRole("alertdialog", { name: "Delete 7 archived threads?" }));
  expect(question.getByText(/“Old plans”, “New thread” and 5 more/)).toBeTruthy();
  expect(puts()).toEqual([]);
  await userEvent.click(question.getByRole("button", { name: "Save and delete" }));
  await vi.waitFor(() => expect(puts()).toEqual([{ archived_days: 30 }]));

  overdue = { threads: 0, titles: [] };
  await keep("60");
  await vi.waitFor(() => expect(puts()).toEqual([{ archived_days: 30 }, { archived_days: 60 }]));
});

test("a key whose answer was lost is made anew, for its secret is told only once", async () => {
  const key = { key_id: "k1", name: "script", created_at: "2026-11-20T09:00:00Z", last_used_at: null };
  let tries = 0;
  const parley = serve(({ method, path }) => {
    if (method !== "POST") return { status: 200, body: path === "/api/keys" ? { keys: [] } : {} };
    tries += 1;
    if (tries === 1) throw new TypeError("the connection was lost");
    return { status: tries === 2 ? 200 : 201, body: { key, secret: tries === 2 ? null : "parley_new" } };
  });
  render(<KeyList />);
  await userEvent.type(await screen.findByLabelText("Name"), "script");
  await userEvent.click(screen.getByRole("button", { name: "Make a key" }));
  await vi.waitFor(() => expect(notices.get()).toHaveLength(1));

  await userEvent.click(screen.getByRole("button", { name: "Make a key" }));

  expect(await screen.findByText("parley_new")).toBeTruthy();
  const made = parley.asked.filter((each) => each.method === "POST").map((each) => (each.body as { id: string }).id);
  expect(new Set(made).size).toBe(1);
  expect(parley.asked.filter((each) => each.method === "DELETE").map((each) => each.path)).toEqual([
    `/api/keys/${made[0]}`,
  ]);
});
