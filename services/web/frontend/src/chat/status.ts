// What a screen reader is told about an answer: each change of state once, never the tokens.
import type { AgentView } from "../contract.gen";
import { t } from "../i18n";

/** A short sentence about what goes on, or "" while nothing does. */
export function statusLine(view: AgentView, name: string): string {
  const { turn } = view.runtime_context;
  if (turn === null) return endLine(view, name);
  if (turn.state === "parked") return t.status.waiting(name);
  const tool = view.streaming_message?.parts.find((part) => part.kind === "tool" && part.state === "started");
  if (tool?.kind === "tool") return t.status.tool(name, tool.title || tool.name);
  return view.streaming_message?.text ? t.status.writing(name) : t.status.thinking(name);
}

function endLine(view: AgentView, name: string): string {
  if (view.outcome === "done" || view.outcome === "handoff") return t.status.answered(name);
  if (view.outcome === "failed") return t.status.failed(name);
  return view.outcome === "cancelled" ? t.status.stopped(name) : "";
}
