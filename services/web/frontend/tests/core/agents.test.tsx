// Who answers, also somebody who was made after the page was opened.
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { agents, useAgent } from "../../src/core/agents";
import { agent } from "../fakes/agents";
import { FakeParley } from "../fakes/parley";

function Name({ id }: { id: string }) {
  return <p>{useAgent(id)?.name ?? "nobody"}</p>;
}

test("an agent that is not known yet is looked for, and one that is gone only once", async () => {
  const parley = new FakeParley();
  parley.answer = () => ({ status: 200, body: { agents: [agent("old"), agent("fresh")] } });
  vi.stubGlobal("fetch", parley.fetch);
  agents.set([agent("old")]);

  render(["fresh", "gone", "gone"].map((id, place) => <Name key={place} id={id} />));

  expect(await screen.findByText("Fresh")).toBeTruthy();
  expect(screen.getAllByText("nobody").length).toBe(2);
  expect(parley.asked.map(({ path }) => path)).toEqual(["/api/agents", "/api/agents"]);
});
