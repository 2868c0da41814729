// What services say in English, said to a German reader.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { api } from "../src/core/api";
import { keep } from "../src/core/kept";
import { startLanguage } from "../src/i18n";
import { sayFact } from "../src/i18n/facts";
import { FakeParley, refusal } from "./fakes/parley";

beforeAll(async () => {
  keep("language", "de");
  await startLanguage();
});

let parley: FakeParley;

beforeEach(() => {
  parley = new FakeParley();
  vi.stubGlobal("fetch", parley.fetch);
});

afterEach(() => vi.unstubAllGlobals());

test("a sentence that is known keeps its names and numbers", () => {
  expect(sayFact("another agent is called 'Gardener'", "agent_name_taken")).toBe("Ein anderer Agent heißt schon „Gardener“.");
  expect(sayFact("100 messages wait in thread 'th1' already", "queue_full")).toBe(
    "In diesem Gespräch warten schon 100 Nachrichten.",
  );
  expect(sayFact("The key for openai was refused. Store a valid one in the settings.", "key_refused")).toBe(
    "Der Schlüssel für openai wurde abgelehnt. Hinterlegen Sie einen gültigen unter „Modelle und Schlüssel“.",
  );
});

test("a sentence within a sentence is said too", () => {
  expect(sayFact("The MCP server 'files' can't be reached: there is no such program or folder.")).toBe(
    "Der MCP-Server „files“ ist nicht zu erreichen: Dieses Programm oder diesen Ordner gibt es nicht.",
  );
});

test("of another sentence the error's name says what it is, and without a name it stays as it is", () => {
  expect(sayFact("thread 'th1' was taken away by magic", "thread_not_found")).toBe("Dieses Gespräch gibt es nicht mehr.");
  expect(sayFact("the moon is full", "new_in_the_next_version")).toBe("the moon is full");
  expect(sayFact("the moon is full", "constructor")).toBe("the moon is full");
});

test("what the service refuses is said in German wherever it is shown", async () => {
  parley.answer = () => refusal(503, "unavailable", "the service 'store' does not answer");

  await expect(api.agents()).rejects.toThrow("Der Dienst „store“ antwortet nicht.");
});
