// Signing out leaves nothing of the person in the browser, and loses nothing unasked.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { outbox } from "../../src/core/client";
import { keepDraft, keepDraftFiles } from "../../src/core/drafts";
import { keep, keptNames } from "../../src/core/kept";
import { findUnsent, leave } from "../../src/core/leaving";
import { session } from "../../src/core/session";
import { FakeParley } from "../fakes/parley";

const file = { id: "f1", name: "a.txt", media_type: "text/plain", size: 1, sha256: "" };
let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  vi.stubGlobal("fetch", parley.fetch);
  session.set({ state: "in" });
});

afterEach(() => {
  for (const message of outbox.messages.get()) outbox.discard(message.id);
  localStorage.clear();
  vi.unstubAllGlobals();
});

function writeEverything(): void {
  parley.answer = ({ path }) => (path === "/api/session" ? { status: 200, body: {} } : { status: 503, body: {} });
  keepDraft("th1", "half a sentence");
  keepDraftFiles("th1", [file]);
  keepDraftFiles("th2", [file]);
  for (const name of ["name", "seen", "agent.th1", "theme", "language", "preferences", "side"]) keep(name, "x");
  outbox.add("th1", { text: "not yet there", agentId: null }, false);
}

test("what would be lost is counted: messages on their way, and places with words or files", () => {
  expect(findUnsent()).toEqual({ messages: 0, drafts: 0 });

  writeEverything();

  expect(findUnsent()).toEqual({ messages: 1, drafts: 2 });
});

test("who leaves takes everything along but how the browser shows Parley", async () => {
  writeEverything();

  await leave();

  expect(keptNames("").sort()).toEqual(["language", "preferences", "side", "theme"]);
  expect(outbox.messages.get()).toEqual([]);
  expect(session.get().state).toBe("out");
});

test("nothing is forgotten while the service has not let go", async () => {
  writeEverything();
  parley.answer = () => "unreachable";

  await expect(leave()).rejects.toThrow();

  expect(findUnsent()).toEqual({ messages: 1, drafts: 2 });
  expect(session.get().state).toBe("in");
});
