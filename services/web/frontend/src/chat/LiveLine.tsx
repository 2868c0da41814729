// One line while an agent works and says nothing: that it thinks, goes on again, or waits for a model.
import type { Message, ToolPart } from "../contract.gen";
import { t } from "../i18n";
import type { Making } from "./AgentTurn";

interface LiveLineProps {
  message: Message;
  making: Making;
  goesOn: boolean;
}

export function LiveLine({ message, making, goesOn }: LiveLineProps) {
  const words = lineFor(message, making, goesOn);
  return words === null ? null : <p className="live-line pulse">{words}</p>;
}

function lineFor(message: Message, { turn, notice }: Making, goesOn: boolean): string | null {
  if (notice?.kind === "retrying") return t.turn.retrying(notice.model, Math.ceil((notice.wait_ms ?? 0) / 1000));
  if (notice?.kind === "fallback") return t.turn.fallback(notice.model, notice.next_model ?? "");
  if (turn !== null && goesOn) return t.turn.again(turn.attempt);
  if (turn?.state === "parked" || message.text !== "" || message.reasoning !== "") return null;
  if (message.parts.some((part) => part.kind === "tool" && (part.state === "started" || isDelegated(part)))) return null;
  return turn !== null && turn.attempt > 1 ? t.turn.again(turn.attempt) : t.turn.thinking;
}

function isDelegated({ child }: ToolPart): boolean {
  return child !== null && !child.done;
}
