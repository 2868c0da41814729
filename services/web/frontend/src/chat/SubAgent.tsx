// An agent that works for a tool call of another: folded away, live when it is opened, and open when it asks a person.
import { useEffect, useMemo, useState } from "react";
import type { Child } from "../contract.gen";
import { useAgent } from "../core/agents";
import { Cell, useCell } from "../core/cell";
import { threadStore, watchThread } from "../core/client";
import type { ThreadState } from "../core/thread";
import { t } from "../i18n";
import { money } from "../i18n/format";
import { Glyph, hueStyle } from "../ui/Glyph";
import { Icon } from "../ui/Icon";
import { ChildThread } from "./ChildThread";

const UNWATCHED = new Cell<ThreadState | null>(null);

export function SubAgent({ child }: { child: Child }) {
  const agent = useAgent(child.agent_id);
  const [chosen, choose] = useState<boolean | null>(null);
  const asks = useAsks(child);
  const open = chosen ?? asks;
  const watched = open || !child.done;
  useEffect(() => (watched ? watchThread(child.thread_id) : undefined), [watched, child.thread_id]);

  const name = agent?.name ?? t.somebody;
  const { usage } = child;
  return (
    <details
      className="sub-agent voice"
      style={hueStyle(agent?.hue ?? 0)}
      open={open}
      onToggle={({ currentTarget }) => currentTarget.open !== open && choose(currentTarget.open)}
    >
      <summary className={child.done || asks ? undefined : "pulse"}>
        <Icon name="right" size={16} />
        <Glyph name={name} />
        <span className="grow">{child.done ? t.subAgent.done(name) : t.subAgent.working(name)}</span>
        {asks && <span className="chip wait">{t.tool.states.waiting}</span>}
        {usage && <span className="dim number">{t.usage.tokens(usage.input_tokens + usage.output_tokens)}</span>}
        {usage?.cost_micros ? <span className="dim number">{money(usage.cost_micros)}</span> : null}
      </summary>
      {open && <ChildThread threadId={child.thread_id} agentName={name} />}
    </details>
  );
}

/** Whether it waits for a person. */
function useAsks({ thread_id, done }: Child): boolean {
  const store = useMemo(() => (done ? null : threadStore(thread_id)), [thread_id, done]);
  return useCell<ThreadState | null, boolean>(store?.settled ?? UNWATCHED, (state) => {
    if (state === null) return false;
    const { approvals, questions } = state.view.runtime_context;
    return approvals.length + questions.length > 0;
  });
}
