// A thread's settings as a form.
import { expect, test } from "vitest";
import { changeOf, draftOf } from "../../src/settings/threadDraft";
import { thread } from "../fakes/things";

test("a form that was only looked at changes nothing", () => {
  const parameters = { temperature: 0.2, top_p: null, max_tokens: null, reasoning_effort: null };
  const one = thread("th1", { overrides: { model: "demo/echo", instructions: null, parameters } });

  expect(changeOf(one, draftOf(one))).toEqual({});
});

test("only what is other than before is changed", () => {
  const one = thread("th1");

  expect(changeOf(one, { ...draftOf(one), mode: "steer", model: " demo/slow ", temperature: "0.5" })).toEqual({
    busy_mode: "steer",
    overrides: {
      model: "demo/slow",
      parameters: { temperature: 0.5, top_p: null, max_tokens: null, reasoning_effort: null },
    },
  });
});

test("messages from Telegram may be met otherwise, and what other channels do stays", () => {
  const one = thread("th1", { busy_modes: { api: "reject" } });
  const two = thread("th2", { busy_modes: { api: "reject", telegram: "steer" } });

  expect(changeOf(one, { ...draftOf(one), telegramMode: "steer" })).toEqual({
    busy_modes: { api: "reject", telegram: "steer" },
  });
  expect(changeOf(two, { ...draftOf(two), telegramMode: "" })).toEqual({ busy_modes: { api: "reject" } });
});

test("emptied fields give the thread back to its agent", () => {
  const one = thread("th1", { overrides: { model: "demo/slow", instructions: "Be brief.", parameters: null } });

  expect(changeOf(one, { ...draftOf(one), model: "", instructions: "" }).overrides).toEqual({
    model: null,
    instructions: null,
  });
});
