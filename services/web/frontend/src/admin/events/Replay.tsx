// The thread as it was after any of its events, made by the same reducer that the chat uses.
import { useDeferredValue, useMemo, useState } from "react";
import type { AgentView } from "../../contract.gen";
import { Turn } from "../../chat/Turn";
import { arrange, itemKey } from "../../core/arrange";
import type { Durable } from "../../core/contract";
import { apply, initial } from "../../core/view";
import { IconButton } from "../../ui/Button";
import { w } from "../words";
import { describe } from "./describe";

const r = w.events.replay;
const STEP = 200; // events between views that are remembered
const SHOWN = 40; // turns of the transcript, the newest: thousands would take seconds for each step

export function Replay({ threadId, events }: { threadId: string; events: Durable[] }) {
  const [chosen, setChosen] = useState<number | null>(null); // null: the end, as it grows
  const marks = useMemo(() => markViews(threadId, events), [threadId, events]);
  const at = Math.min(chosen ?? events.length, events.length);
  const shown = useDeferredValue(at);
  const view = useMemo(() => viewAfter(marks, events, shown), [marks, events, shown]);
  const event = events[at - 1];
  const go = (next: number) => setChosen(next >= events.length ? null : Math.max(0, next));
  return (
    <>
      <div className="replay-tools">
        <IconButton icon="left" label={r.back} disabled={at === 0} onClick={() => go(at - 1)} />
        <input
          type="range"
          className="replay-slider"
          aria-label={r.slider}
          aria-valuetext={event ? r.after(event.seq, event.kind) : r.beginning}
          min={0}
          max={events.length}
          value={at}
          onChange={(change) => go(Number(change.target.value))}
        />
        <IconButton icon="right" label={r.forward} disabled={at >= events.length} onClick={() => go(at + 1)} />
      </div>
      <p className="replay-at">
        {event ? r.after(event.seq, event.kind) : r.beginning}{" "}
        <span className="chip">{w.live.statuses[view.status]}</span>{" "}
        <span className="dim">{event && describe(event)}</span>
      </p>
      <div className="replay turns" inert>
        <Transcript view={view} />
      </div>
    </>
  );
}

/** A picture: nothing in it can be pressed, for it would be done to the thread of today. */
function Transcript({ view }: { view: AgentView }) {
  const { turn, notice, approvals, questions } = view.runtime_context;
  const making = { turn, notice, approvals, questions };
  const items = useMemo(() => arrange(view).slice(-SHOWN), [view]);
  if (items.length === 0) return <p className="nothing">{r.empty}</p>;
  return items.map((item) => (
    <Turn
      streaming={null}
      key={itemKey(item)}
      item={item}
      making={item.kind === "answer" && item.live ? making : null}
      delayed={false}
    />
  ));
}

function markViews(threadId: string, events: Durable[]): AgentView[] {
  let view = initial(threadId);
  const marks = [view];
  events.forEach((event, index) => {
    view = apply(view, event);
    if ((index + 1) % STEP === 0) marks.push(view);
  });
  return marks;
}

export function viewAfter(marks: AgentView[], events: Durable[], count: number): AgentView {
  const mark = Math.floor(count / STEP);
  return events.slice(mark * STEP, count).reduce<AgentView>(apply, marks[mark] as AgentView);
}
