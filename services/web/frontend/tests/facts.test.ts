// What services say in English, said to a German reader.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { api } from "../src/core/api";
import type { Fact } from "../src/contract.gen";
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

const fact = (name: string, values: Fact["values"] = {}): Fact => ({ name, values });

test("a fact is said with its names and numbers, whatever the English sentence is", () => {
  expect(sayFact("another agent is called 'Gardener'", "agent_name_taken", fact("agent_name_taken", { name: "Gardener" }))).toBe(
    "Ein anderer Agent heißt schon „Gardener“.",
  );
  expect(sayFact("in other words", "queue_full", fact("queue_full", { most: 100, thread: "th1" }))).toBe(
    "In diesem Gespräch warten schon 100 Nachrichten.",
  );
});

test("a fact within a fact is said too", () => {
  const away = fact("mcp_server_away", { server: "files", why: fact("no_such_program") });

  expect(sayFact("The MCP server 'files' can't be reached: there is no such program or folder.", null, away)).toBe(
    "Der MCP-Server „files“ ist nicht zu erreichen: Dieses Programm oder diesen Ordner gibt es nicht.",
  );
});

test("who decided what is said too, and when nobody did", () => {
  const at = "2026-03-01 12:00:00";
  const say = (name: string, values: Fact["values"]) => sayFact("in English", "already_decided", fact(name, { ...values, at }));

  expect(say("decided", { decision: "deny", who: "Ada" })).toBe(`Darüber ist schon entschieden: abgelehnt (Ada, ${at} UTC).`);
  expect(say("decided", { decision: "approve", who: "web" })).toBe(`Darüber ist schon entschieden: erlaubt (Web, ${at} UTC).`);
  expect(say("decided", { decision: "expired", who: "the clock" })).toBe(
    `Darüber ist schon entschieden: niemand rechtzeitig (die Uhr, ${at} UTC).`,
  );
  expect(say("answered", { who: "nobody in time" })).toBe(`Das ist schon beantwortet (niemand rechtzeitig, ${at} UTC).`);
  expect(sayFact("", null, fact("agent_name_taken", { name: "deny" }))).toBe("Ein anderer Agent heißt schon „deny“.");
});

test("what a form may not hold is said of its field", () => {
  const long = fact("mistake_string_too_long", { where: "name", max_length: "80" });

  expect(sayFact("name: String should have at most 80 characters", "bad_input", long)).toBe(
    "„name“ darf höchstens 80 Zeichen haben.",
  );
});

test("a fact that is not known here leaves it to the error's name", () => {
  expect(sayFact("the sky fell", "bad_input", fact("sky_fell"))).toBe("Etwas daran passt nicht.");
  expect(sayFact("the sky fell", "bad_input", fact("constructor"))).toBe("Etwas daran passt nicht.");
  expect(sayFact("another agent is called so", "agent_name_taken", fact("agent_name_taken"))).toBe("Ein anderer Agent heißt schon so.");
});

test("why an answer failed is said with its names and numbers", () => {
  const refused = fact("key_refused", { place: "openai" });
  const failed = fact("provider_failed", { place: "openai", why: "status 500" });

  expect(sayFact("The key for openai was refused. Store a valid one in the settings.", "key_refused", refused)).toBe(
    "Der Schlüssel für openai wurde abgelehnt. Hinterlegen Sie einen gültigen unter „Modelle und Schlüssel“.",
  );
  expect(sayFact("openai failed: status 500", "provider_fault", failed)).toBe("openai meldet einen Fehler: status 500");
});

test("what was kept before it had a fact stays as it was said", () => {
  const sentence = "The key for openai was refused. Store a valid one in the settings.";

  expect(sayFact(sentence, "key_refused")).toBe(sentence);
  expect(sayFact(sentence, "key_refused", null)).toBe(sentence);
});

test("a fact whose values are not all there leaves it at the sentence", () => {
  expect(sayFact("openai failed: ", "provider_fault", fact("provider_failed", { place: "openai", why: "" }))).toBe("openai failed: ");
});

test("of another sentence the error's name says what it is, and without a name it stays as it is", () => {
  expect(sayFact("thread 'th1' was taken away by magic", "thread_not_found")).toBe("Dieses Gespräch gibt es nicht mehr.");
  expect(sayFact("the moon is full", "new_in_the_next_version")).toBe("the moon is full");
  expect(sayFact("the moon is full", "constructor")).toBe("the moon is full");
});

test("what the service refuses is said in German wherever it is shown", async () => {
  const away = fact("service_away", { service: "store" });
  parley.answer = () => refusal(503, "unavailable", "the service 'store' does not answer", away);

  await expect(api.agents()).rejects.toThrow("Der Dienst „store“ antwortet nicht.");
});
