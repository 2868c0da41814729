// What an empty thread says.
import { render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { Agent } from "../../src/contract.gen";
import { Welcome } from "../../src/chat/Welcome";
import { pickAgent } from "../../src/compose/useChosenAgent";
import { agents } from "../../src/core/agents";

const agent = (id: string, name: string, isDefault = false) =>
  ({ id, name, description: "", model: "openai/any", hue: 215, is_default: isDefault }) as Agent;

beforeEach(() => {
  agents.set([agent("atlas", "Atlas", true), agent("juno", "Juno"), agent("vera", "Vera")]);
  pickAgent("th1", null, null);
});

test("it names the thread's own agent", () => {
  render(<Welcome threadId="th1" agentId="juno" />);

  expect(screen.getByText(/^Juno answers/)).toBeTruthy();
});

test("it names who was picked to answer", () => {
  pickAgent("th1", "juno", "vera");
  render(<Welcome threadId="th1" agentId="juno" />);

  expect(screen.getByText(/^Vera answers/)).toBeTruthy();
});
