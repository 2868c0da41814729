// What each turn took, as bars on its own scale.
import { useMemo, useState } from "react";
import { useAgent } from "../../core/agents";
import type { Durable } from "../../core/contract";
import { useNow } from "../../core/useNow";
import { duration } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { hueStyle } from "../../ui/Glyph";
import { Nothing } from "../parts/Page";
import { w } from "../words";
import { spansOf, type Span, type TurnSpan } from "./spans";

const l = w.events.timeline;
const FEW = 3; // turns
const SECOND = 1000; // ms

export function Timeline({ events }: { events: Durable[] }) {
  const now = useNow(SECOND);
  const turns = useMemo(() => spansOf(events, now), [events, now]);
  const [all, setAll] = useState(false);
  if (turns.length === 0) return <Nothing>{l.none}</Nothing>;
  return (
    <>
      <ol className="timeline">
        {(all ? turns : turns.slice(0, FEW)).map((turn) => (
          <TurnRow key={turn.turnId} turn={turn} />
        ))}
      </ol>
      {turns.length > FEW && !all && <Button onClick={() => setAll(true)}>{l.all(turns.length)}</Button>}
    </>
  );
}

function TurnRow({ turn }: { turn: TurnSpan }) {
  const agent = useAgent(turn.agentId);
  const whole = Math.max(turn.to - turn.from, 1);
  return (
    <li className="timeline-turn voice" style={hueStyle(agent?.hue ?? 0)}>
      <p className="row-title">
        <span className="dot spoken" /> {agent?.name ?? turn.agentId}{" "}
        <small className="dim">
          {duration(turn.to - turn.from)}, {l.states[turn.state]}
        </small>
      </p>
      <ol className="timeline-spans">
        {turn.spans.map((span) => (
          <SpanRow key={span.key} span={span} start={turn.from} whole={whole} />
        ))}
      </ol>
    </li>
  );
}

function SpanRow({ span, start, whole }: { span: Span; start: number; whole: number }) {
  const percent = (ms: number) => `${((ms / whole) * 100).toFixed(2)}%`;
  const place = { insetInlineStart: percent(span.from - start), width: percent(Math.max(span.to - span.from, 0)) };
  return (
    <li className="timeline-span">
      <span className="timeline-name">{span.kind === "wait" ? l.wait : span.name}</span>
      <span className="timeline-track">
        <span className={`timeline-bar ${span.kind} ${span.failed ? "failed" : ""}`} style={place} />
      </span>
      <span className="timeline-took number">
        {duration(span.to - span.from)}
        {span.failed && <span className="problem"> {l.failed}</span>}
      </span>
    </li>
  );
}
