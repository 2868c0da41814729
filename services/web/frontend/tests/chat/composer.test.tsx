// Writing: keys, drafts, who answers, stopping.
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { flushSync } from "react-dom";
import { beforeEach, expect, test, vi } from "vitest";
import type { Agent, SkillSpec } from "../../src/contract.gen";
import { Composer } from "../../src/compose/Composer";
import { agents } from "../../src/core/agents";
import { keepDraftFiles, readDraftFiles } from "../../src/core/drafts";
import type { Said } from "../../src/core/outgoing";
import { FakeParley } from "../fakes/parley";
import { file, thread } from "../fakes/things";

const agent = (id: string, name: string, isDefault = false) =>
  ({ id, name, description: "", model: "demo/echo", hue: 215, is_default: isDefault }) as Agent;

beforeEach(() => agents.set([agent("atlas", "Atlas", true), agent("juno", "Juno")]));

const said = (text: string, agentId: string | null): Said => ({ text, agentId, attachments: [], mode: null });

function show(turnId: string | null = null) {
  const onSend = vi.fn<(said: Said) => void>();
  const onStop = vi.fn<(turnId: string) => Promise<unknown>>().mockResolvedValue(true);
  const composer = (turn: string | null) => (
    <Composer place="th1" thread={null} threadAgentId="atlas" turnId={turn} onSend={onSend} onStop={onStop} />
  );
  const { rerender } = render(composer(turnId));
  const begin = (turn: string) => rerender(composer(turn));
  return { user: userEvent.setup(), field: screen.getByRole("textbox", { name: "Message" }), onSend, onStop, begin };
}

test("Enter sends and empties the field", async () => {
  const { user, field, onSend } = show();

  await user.type(field, " Hello {Enter}");

  expect(onSend).toHaveBeenCalledExactlyOnceWith(said("Hello", null));
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
  const { user, field, onStop } = show("t1");

  await user.type(field, "x{Escape}");
  expect(onStop).not.toHaveBeenCalled();
  await user.clear(field);
  await user.type(field, "{Escape}");

  expect(onStop).toHaveBeenCalledExactlyOnceWith("t1");
});

test("each turn can be stopped once, and the next one after it", async () => {
  const { user, field, onStop, begin } = show("t1");

  await user.type(field, "{Escape}{Escape}");
  begin("t2");
  await user.type(field, "{Escape}");

  expect(onStop.mock.calls).toEqual([["t1"], ["t2"]]);
});

test("while an answer is made the button stops it, but with a text it sends", async () => {
  const { user, field } = show("t1");
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

  expect(onSend).toHaveBeenCalledExactlyOnceWith(said("Hello", "juno"));
});

test("“/” offers the skills that can be asked for, with what they are for", async () => {
  const spec = (name: string, more: Partial<SkillSpec> = {}): SkillSpec => ({
    name,
    description: `How to use ${name}.`,
    place: `/skills/${name}`,
    pin: `${name}@1`,
    always: false,
    unusable: null,
    uses: [],
    warnings: [],
    warning_facts: [],
    unusable_fact: null,
    ...more,
  });
  const parley = new FakeParley();
  const skills = [
    spec("water"),
    spec("changed", { pin: "changed@2" }),
    spec("polite", { always: true }),
    spec("foreign"),
  ];
  parley.answer = () => ({ status: 200, body: { skills } });
  vi.stubGlobal("fetch", parley.fetch);
  agents.set([{ ...agent("atlas", "Atlas", true), skills: ["water@1", "changed@1", "polite@1"] }]);
  const { user, field } = show();

  await user.type(field, "/");

  expect(await screen.findByRole("option", { name: "/water How to use water." })).toBeTruthy();
  expect(screen.queryByRole("option", { name: /changed|polite|foreign/ })).toBeNull();
  vi.unstubAllGlobals();
});

test("who picks an agent in the middle of a text goes on writing there", async () => {
  const { user, field } = show();
  await user.type(field, "Please look");

  await user.type(field, "@Ju{Enter}", { initialSelectionStart: 7, initialSelectionEnd: 7 });
  await user.keyboard("have a ");

  expect(field).toHaveProperty("value", "Please have a look");
  expect(screen.getByRole("button", { name: /^Answers: ?Juno$/ })).toBeTruthy();
});

test("in a room the name stays, and one goes on writing behind it", async () => {
  const room = thread("th1", { respond_policy: "mention" });
  render(<Composer place="th1" thread={room} threadAgentId="atlas" turnId={null} onSend={() => undefined} onStop={async () => null} />);
  const field = screen.getByRole("textbox", { name: "Message" });
  await userEvent.type(field, "Hello. Help");

  await userEvent.type(field, "@At{Enter}", { initialSelectionStart: 7, initialSelectionEnd: 7 });
  await userEvent.keyboard("please: ");

  expect(field).toHaveProperty("value", "Hello. @Atlas please: Help");
});

test("a command leaves what stands behind it", async () => {
  const { user, field } = show();
  await user.type(field, "half a thought");

  await user.type(field, "/key", { initialSelectionStart: 0, initialSelectionEnd: 0 });
  await user.keyboard("{Enter}");

  expect(field).toHaveProperty("value", "half a thought");
});

test("the files of a message that begins a thread are not there for the next one", async () => {
  keepDraftFiles("new", [file]);
  const Start = () => {
    const [begun, begin] = useState(false);
    if (begun) return null;
    return (
      <Composer place="new" thread={null} threadAgentId="atlas" turnId={null} onSend={() => flushSync(() => begin(true))} onStop={async () => null} />
    );
  };
  render(<Start />);

  await userEvent.type(screen.getByRole("textbox", { name: "Message" }), "Look at this{Enter}");

  expect(screen.queryByRole("textbox")).toBeNull();
  expect(readDraftFiles("new")).toEqual([]);
});
