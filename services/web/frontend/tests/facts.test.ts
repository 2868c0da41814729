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

test("who decided what is said too, and when nobody did", () => {
  const say = (sentence: string) => sayFact(`${sentence} at 2026-03-01 12:00:00 UTC`, "already_decided");

  expect(say("'deny' was decided by Ada")).toBe("Darüber ist schon entschieden: abgelehnt (Ada, 2026-03-01 12:00:00 UTC).");
  expect(say("'approve' was decided by web")).toBe("Darüber ist schon entschieden: erlaubt (Web, 2026-03-01 12:00:00 UTC).");
  expect(say("'expired' was decided by the clock")).toBe(
    "Darüber ist schon entschieden: niemand rechtzeitig (die Uhr, 2026-03-01 12:00:00 UTC).",
  );
  expect(say("answered by Ada")).toBe("Das ist schon beantwortet (Ada, 2026-03-01 12:00:00 UTC).");
  expect(say("answered by nobody in time")).toBe("Das ist schon beantwortet (niemand rechtzeitig, 2026-03-01 12:00:00 UTC).");
  expect(sayFact("another agent is called 'deny'")).toBe("Ein anderer Agent heißt schon „deny“.");
});

test("how much fits into a workspace is said without English", () => {
  expect(sayFact("a workspace has at most 200 files and 50 MB: delete something first", "too_big")).toBe(
    "Mehr passt nicht in die Dateien eines Gesprächs (200 Dateien und 50 MB): Löschen Sie zuerst etwas.",
  );
});

test("a sentence that fits much is for what has no better name, and never within another", () => {
  expect(sayFact("openai failed: status 500", "provider_fault")).toBe("openai meldet einen Fehler: status 500");
  expect(sayFact("the check failed: no space", "disk_full")).toBe("Die Festplatte ist voll.");
  expect(sayFact("openai did not take the request: the check failed: no tools", "bad_request")).toBe(
    "openai hat die Anfrage nicht angenommen: the check failed: no tools",
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
