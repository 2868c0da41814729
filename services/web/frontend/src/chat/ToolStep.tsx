// One tool call: what was asked of it, what came of it, how long it took.
import { memo, useLayoutEffect, useRef } from "react";
import type { Decided, ToolPart } from "../contract.gen";
import { t } from "../i18n";
import { duration } from "../i18n/format";
import { Icon } from "../ui/Icon";
import { FailedCall } from "./FailedCall";
import { UnknownCall } from "./UnknownCall";
import { briefly, setOut, showValue } from "./values";

const LOOKS: Record<ToolPart["state"], string> = {
  called: "",
  waiting: "wait",
  started: "pulse",
  done: "good",
  error: "bad",
  unknown: "wait",
  skipped: "",
};

/** What a call says while it runs is shown as it comes. */
function isTelling(part: ToolPart): boolean {
  return part.state === "started" && part.output !== "";
}

function whoDecided({ decision, by, surface }: Decided): string {
  return t.tool.by(t.tool.decisions[decision], by, surface && t.channels[surface]);
}

interface ToolStepProps {
  part: ToolPart;
  /** The answer that holds it; null while that is still being made. */
  messageId: string | null;
}

export const ToolStep = memo(function ToolStep({ part, messageId }: ToolStepProps) {
  const entries = Object.entries(part.arguments);
  // A call that another agent works on has no start of its own.
  const state = part.state === "called" && part.child ? (part.child.done ? "done" : "started") : part.state;
  return (
    <details className={`step ${part.state}`} open={isTelling(part) || part.state === "unknown" || undefined}>
      <summary>
        <Icon name="right" size={16} />
        <strong>{part.title || part.name}</strong>
        <span className="grow mono brief" dir="auto">{briefly(part.arguments)}</span>
        {part.duration_ms !== null && <span className="dim number">{duration(part.duration_ms)}</span>}
        <span className={`chip ${LOOKS[state]}`}>{t.tool.states[state]}</span>
      </summary>
      <dl className="step-body">
        {entries.length > 0 && (
          <div>
            <dt>{t.tool.arguments}</dt>
            <dd>
              <pre>{entries.map(([name, value]) => `${name}: ${showValue(value)}`).join("\n")}</pre>
            </dd>
          </div>
        )}
        {part.decided && (
          <div>
            <dt>{t.tool.decided}</dt>
            <dd>{whoDecided(part.decided)}</dd>
          </div>
        )}
        {part.output !== "" && (
          <div>
            <dt>{t.tool.output}</dt>
            <dd>
              <Output text={part.output} />
            </dd>
          </div>
        )}
        {part.summary !== "" && (
          <div>
            <dt>{t.tool.result}</dt>
            <dd>
              <pre>{setOut(part.summary)}</pre>
            </dd>
          </div>
        )}
      </dl>
      {part.state === "error" && messageId !== null && <FailedCall messageId={messageId} callId={part.call_id} />}
      {part.state === "unknown" && <UnknownCall messageId={messageId} callId={part.call_id} />}
    </details>
  );
});

/** Stands at its end while it grows. */
function Output({ text }: { text: string }) {
  const place = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [text]);
  return <pre ref={place}>{text}</pre>;
}
