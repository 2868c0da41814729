// Writing: keys, drafts, who answers, stopping.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Agent } from "../../src/contract.gen";
import { Composer } from "../../src/chat/Composer";
import { agents } from "../../src/core/agents";

const agent = (id: string, name: string, isDefault = false) =>
  ({ id, name, description: "", model: "demo/echo", hue: 215, is_default: isDefault }) as Agent;

beforeEach(() => agents.set([agent("atlas", "Atlas", true), agent("juno", "Juno")]));

function show(running = false) {
  const onSend = vi.fn<(text: string, agentId: string | null) => void>();
  const onStop = vi.fn<() => Promise<unknown>>().mockResolvedValue(true);
  render(<Composer place="th1" threadAgentId="atlas" running={running} onSend={onSend} onStop={onStop} />);
  return { user: userEvent.setup(), field: screen.getByRole("textbox", { name: "Message" }), onSend, onStop };
}

test("Enter sends and empties the field", async () => {
  const { user, field, onSend } = show();

  await user.type(field, " Hello {Enter}");

  expect(onSend).toHaveBeenCalledExactlyOnceWith("Hello", null);
  expect(field).toHaveProperty("value", "");
});

test("Shift+Enter breaks the line", async () => {
  const { user, field, onSend } = show();

  await user.type(field, "one{Shift>}{Enter}{/Shift}two");

  expect(field).toHaveProperty("value", "one\ntwo");
  expect(onSend).not.toHaveBeenCalled();
});

test("nothing but space is not sent", async () => {
  const { user, field, onSend } = show();

  await user.type(field, "  {Enter}");

  expect(onSend).not.toHaveBeenCalled();
});

test("a draft is there again after a reload", async () => {
  const { user, field } = show();
  await user.type(field, "half a tho");
  document.body.replaceChildren();

  expect(show().field).toHaveProperty("value", "half a tho");
});

test("Escape stops the answer from an empty field only", async () => {
  const { user, field, onStop } = show(true);

  await user.type(field, "x{Escape}");
  expect(onStop).not.toHaveBeenCalled();
  await user.clear(field);
  await user.type(field, "{Escape}");

  expect(onStop).toHaveBeenCalledTimes(1);
});

test("while an answer is made the button stops it, but with a text it sends", async () => {
  const { user, field } = show(true);
  expect(screen.getByRole("button", { name: "Stop" })).toBeTruthy();

  await user.type(field, "x");

  expect(screen.getByRole("button", { name: "Send" })).toBeTruthy();
});

test("another agent is picked with the keyboard and answers", async () => {
  const { user, field, onSend } = show();

  screen.getByRole("button", { name: /^Answers: ?Atlas$/ }).focus();
  await user.keyboard("{Enter}");
  const juno = await screen.findByRole("menuitemradio", { name: /Juno/ });
  juno.focus();
  await user.keyboard("{Enter}");
  await user.type(field, "Hello{Enter}");

  expect(onSend).toHaveBeenCalledExactlyOnceWith("Hello", "juno");
});
