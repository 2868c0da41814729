// An agent's notes: one is forgotten at once and can be brought back.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { NoteList } from "../../src/admin/agents/NoteList";
import { notices } from "../../src/ui/notify";
import { agent } from "../fakes/agents";
import { FakeParley } from "../fakes/parley";

test("a note is forgotten, and brought back in its place", async () => {
  const parley = new FakeParley();
  parley.answer = ({ body }) => ({ status: 200, body: agent("atlas", body as object) });
  vi.stubGlobal("fetch", parley.fetch);
  notices.set([]);
  const saved = vi.fn();
  render(<NoteList agent={agent("atlas", { notes: ["likes tea", "lives in Leiden"] })} onSaved={saved} />);

  await userEvent.click(screen.getAllByRole("button", { name: "Forget" })[0] as HTMLElement);
  await vi.waitFor(() => expect(notices.get()).toHaveLength(1));
  notices.get()[0]?.action?.run();

  await vi.waitFor(() => expect(saved).toHaveBeenCalledTimes(2));
  expect(parley.asked.map(({ body }) => body)).toEqual([
    { notes: ["lives in Leiden"], was: { notes: ["likes tea", "lives in Leiden"] } },
    { notes: ["likes tea", "lives in Leiden"], was: { notes: ["lives in Leiden"] } },
  ]);
});
