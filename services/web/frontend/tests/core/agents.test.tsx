// Who answers, also somebody who was made after the page was opened.
import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { agents, loadAgents, useAgent } from "../../src/core/agents";
import { agent } from "../fakes/agents";
import { FakeParley, refusal } from "../fakes/parley";

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

test("while the store is away agents are asked for ever more seldom, and only while somebody looks", async () => {
  vi.useFakeTimers();
  const parley = new FakeParley();
  parley.answer = () => refusal(503, "unavailable", "the store does not answer");
  vi.stubGlobal("fetch", parley.fetch);

  await loadAgents();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  const often = parley.asked.length;
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(10 * 60_000);

  expect(often).toBeLessThan(90); // 15 s at the longest, 7.5 s at the shortest
  expect(parley.asked).toHaveLength(often);
  hidden.mockRestore();
  parley.answer = () => ({ status: 200, body: { agents: [] } });
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(parley.asked).toHaveLength(often + 1);
  vi.useRealTimers();
});
