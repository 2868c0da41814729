// Models that are left alone: each once, and asked again at a person's word.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { LeftAlone, worstOf } from "../../src/admin/models/LeftAlone";
import type { BreakerStates } from "../../src/contract.gen";
import { FakeParley } from "../fakes/parley";

type Breaker = BreakerStates["breakers"][number];
const breaker = (more: Partial<Breaker>): Breaker => ({
  ...{ model: "a/b", api_base: null, state: "open", failures: 5, opens_in_ms: 30_000 },
  ...more,
});

test("a model stands there once, as the runner has it that will ask it last", () => {
  const slow = breaker({ opens_in_ms: 90_000 });

  const worst = worstOf([
    { runner: "r1", breakers: [breaker({}), breaker({ model: "c/d", state: "closed" })] },
    { runner: "r2", breakers: [slow] },
  ]);

  expect(worst).toEqual([slow]);
});

test("a person has it asked again", async () => {
  const parley = new FakeParley();
  const states = { runners: [{ runner: "r1", breakers: [breaker({ api_base: "http://here/v1" })] }] };
  parley.answer = () => ({ status: 200, body: states });
  vi.stubGlobal("fetch", parley.fetch);
  render(<LeftAlone />);
  expect(await screen.findByText("failed 5 times in a row, tried again in 30 s")).toBeTruthy();

  await userEvent.click(screen.getByRole("button", { name: "Ask a/b again" }));

  const asked = () => parley.asked.find(({ method }) => method === "DELETE")?.path;
  await vi.waitFor(() => expect(asked()).toBe("/api/models/breakers?model=a%2Fb&api_base=http%3A%2F%2Fhere%2Fv1"));
});
