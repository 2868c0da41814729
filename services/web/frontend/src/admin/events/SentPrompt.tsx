// The prompt of one model call, as it was sent: told on the debug channel while somebody looks.
import { w } from "../words";
import type { Heard } from "./feed";
import { PromptText } from "./PromptText";

interface Prompt {
  messages: Record<string, unknown>[];
  tools: unknown[];
}

/** Null for every other event, and for a prompt that was too large to be told. */
export function promptOf(event: Heard): Prompt | null {
  if (event.kind !== "debug.prompt") return null;
  const { messages, tools } = ((event as { data?: unknown }).data ?? {}) as Partial<Prompt>;
  return Array.isArray(messages) && Array.isArray(tools) ? { messages, tools } : null;
}

export function SentPrompt({ prompt: { messages, tools } }: { prompt: Prompt }) {
  return (
    <section className="sent-prompt" aria-label={w.events.prompt.sent}>
      <h3 className="small-title">{w.events.prompt.sent}</h3>
      <PromptText messages={messages} tools={tools} />
    </section>
  );
}
