// Each place that shows a reason shows it in the reader's language, by its fact.
import { render, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Agent, Fact } from "../src/contract.gen";
import { keep } from "../src/core/kept";
import { startLanguage } from "../src/i18n";
import { FakeParley, type Asked, type Reply } from "./fakes/parley";
import { answered, said, viewOf } from "./fakes/things";

beforeAll(async () => {
  keep("language", "de");
  await startLanguage();
});

afterEach(() => vi.unstubAllGlobals());

const fact = (name: string, values: Fact["values"] = {}): Fact => ({ name, values });

function serve(answers: Record<string, object>): void {
  const parley = new FakeParley();
  parley.answer = ({ path }: Asked): Reply => ({ status: 200, body: answers[path.split("?")[0] ?? path] ?? {} });
  vi.stubGlobal("fetch", parley.fetch);
}

test("why an answer failed", async () => {
  const { TurnError } = await import("../src/chat/TurnError");
  const error_fact = fact("no_credit", { place: "openai" });
  const view = viewOf([said(1), answered(2, 1)]);
  render(<TurnError view={{ ...view, status: "error", error: "quota_spent", error_text: "in English", error_fact, error_message_id: "m1" }} />);

  expect(screen.getByText("Das Konto bei openai hat kein Guthaben mehr.")).toBeTruthy();
});

test("why an answer did not reach a chat", async () => {
  const { Deliveries } = await import("../src/chat/Deliveries");
  const failed = { channel: "telegram", chat: "1", state: "failed", reason: "in English" } as const;
  render(<Deliveries deliveries={[{ ...failed, fact: fact("delivery_given_up", { hours: 24 }) }]} />);

  expect(screen.getByText(/Telegram hat es in 24 Stunden nicht angenommen\./)).toBeTruthy();
});

test("why a tool can't be used", async () => {
  const { listTools } = await import("../src/admin/agents/having");
  const spec = { name: "run_python", title: "Python", description: "", parameters: {}, effect: "resumable" } as const;
  const tool = { ...spec, source: "built-in", asks: "never", unavailable: "in English" } as const;
  const agent = { tools: [] as string[] } as Agent;

  const [known] = listTools(agent, [{ ...tool, unavailable_fact: fact("code_switched_off") }]);

  expect(known?.problem).toBe("Code kann nicht laufen: PARLEY_SANDBOX_BACKEND ist off.");
});

test("what failed, how services are and what nobody could deliver", async () => {
  const { Overview } = await import("../src/admin/overview/Overview");
  const { DeadLetters } = await import("../src/admin/letters/DeadLetters");
  const error = { code: "overloaded", text: "in English", retryable: true, fact: fact("provider_overloaded", { place: "openai" }) };
  const failure = { turn_id: "t1", thread_id: "th1", title: "Garden", agent_id: "a", error, created_at: "2026-11-02T00:00:00Z" };
  const health = { ok: false, version: "1", instances: 1, uptime_ms: 9000, last_error: "", heard_ms: 0, process: null };
  const troubled = fact("store_troubled", { why: fact("disk_full") });
  const store = { ...health, name: "store", detail: "in English", detail_fact: troubled };
  const bot = { state: "failed", text: "in English", fact: fact("telegram_wrong_token") };
  const telegram = { ...health, ok: true, name: "telegram", detail: "" };
  const about = { kind: "message", channel: "telegram", body: "{}", message_id: null, thread_id: null };
  const reason = { reason: "in English", fact: fact("gateway_failed", { error: "KeyError" }) };
  const letter = { id: "d1", at: "2026-11-02T00:00:00Z", code: "internal", ...reason, about, settled: null };
  serve({
    "/api/failures": { items: [failure] },
    "/api/approvals": { approvals: [], queries: [] },
    "/api/budget": { monthly_micros: null, spent_micros: 0, state: "none", since: "2026-11-01T00:00:00Z" },
    "/api/telegram": { state: bot, people: [], chats: [] },
    "/api/services": { services: [store, telegram], launched: true, queues: null },
    "/api/dead-letters": { items: [letter], next: null },
    "/api/usage": { rows: [] },
  });
  render(
    <>
      <Overview />
      <DeadLetters />
    </>,
  );

  expect(await screen.findByText("openai ist überlastet.")).toBeTruthy();
  const full = "Die Festplatte ist voll: Nichts lässt sich sichern, bis wieder Platz ist.";
  expect(await screen.findByText(`${full} Der Dienst store versucht es weiter; sein Log sagt, warum.`)).toBeTruthy();
  expect(await screen.findByText(/Telegram kennt das Token des Bots nicht/)).toBeTruthy();
  expect(await screen.findByText("Der Dienst gateway ist daran gescheitert: KeyError")).toBeTruthy();
  expect(screen.queryByText(/in English/)).toBeNull();
});
