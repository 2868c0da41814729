// How full the model's memory is: what would be sent now, of what it can read.
import { useEffect, useState } from "react";
import type { Agent, Thread } from "../contract.gen";
import { api } from "../core/api";
import { t } from "../i18n";
import { count } from "../i18n/format";

interface ContextMeterProps {
  thread: Thread;
  agent: Agent;
  busy: boolean;
}

interface Fill {
  tokens: number;
  window: number;
}

const FULL = 0.8; // from here on it is worth a look

export function ContextMeter({ thread, agent, busy }: ContextMeterProps) {
  const fill = useFill(thread, agent, busy);
  if (fill === null) return null;
  const part = Math.min(1, fill.tokens / fill.window);
  const percent = Math.round(part * 100);
  return (
    <span
      className={part >= FULL ? "context full" : "context"}
      role="img"
      aria-label={t.composer.context(percent)}
      title={t.composer.contextDetail(count(fill.tokens), count(fill.window))}
    >
      <span className="number">{t.composer.contextShort(percent)}</span>
    </span>
  );
}

/** Asked again after each answer; without an answer there is nothing to show. */
function useFill(thread: Thread, agent: Agent, busy: boolean): Fill | null {
  const [fill, setFill] = useState<Fill | null>(null);
  const spoken = thread.last_activity_at;
  useEffect(() => {
    if (busy) return;
    let shown = true;
    api.preflight(agent.id, thread.id).then(
      ({ tokens, context_window }) =>
        shown && setFill(context_window ? { tokens, window: context_window } : null),
      () => shown && setFill(null),
    );
    return () => {
      shown = false;
    };
  }, [thread.id, agent.id, agent.revision, spoken, busy]);
  return fill;
}
