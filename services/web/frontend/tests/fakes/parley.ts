// A web service of pretence behind `fetch`: it keeps what was asked and answers as it is told.
import type { Fact } from "../../src/contract.gen";

export interface Asked {
  method: string;
  path: string;
  body: unknown;
}

export type Reply = { status: number; body?: unknown; headers?: Record<string, string> } | "unreachable" | "broken off";

export class FakeParley {
  readonly asked: Asked[] = [];
  private readonly waiting: (() => void)[] = [];
  answer: (asked: Asked) => Reply = () => ({ status: 200, body: null });

  readonly fetch = async (path: string, init: RequestInit): Promise<Response> => {
    const asked = { method: init.method ?? "GET", path, body: init.body ? JSON.parse(String(init.body)) : null };
    this.asked.push(asked);
    this.waiting.splice(0).forEach((tell) => tell());
    const reply = this.answer(asked);
    if (reply === "unreachable") throw new TypeError("Failed to fetch");
    if (reply === "broken off") return new Response(brokenOff(), { status: 200 });
    const body = reply.body === undefined ? null : JSON.stringify(reply.body);
    return new Response(body, { status: reply.status, headers: reply.headers });
  };

  /** The posts of messages so far, as their ids. */
  get sent(): string[] {
    return this.asked.filter((each) => each.path.endsWith("/messages")).map((each) => (each.body as { id: string }).id);
  }

  /** Ends when `count` requests have come. */
  async until(count: number): Promise<void> {
    while (this.asked.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

/** A body whose sender died after the head of the answer. */
function brokenOff(): ReadableStream {
  return new ReadableStream({ start: (stream) => stream.error(new TypeError("network error")) });
}

export function refusal(status: number, code: string, message: string, fact: Fact | null = null, field: string | null = null): Reply {
  return { status, body: { error: { code, message, field, fact } } };
}
