// An agent that works for a tool call of another: folded away, and live when it is opened.
import { useState } from "react";
import type { Child } from "../contract.gen";
import { useAgent } from "../core/agents";
import { t } from "../i18n";
import { money } from "../i18n/format";
import { Glyph, hueStyle } from "../ui/Glyph";
import { Icon } from "../ui/Icon";
import { ChildThread } from "./ChildThread";

export function SubAgent({ child }: { child: Child }) {
  const agent = useAgent(child.agent_id);
  const [open, setOpen] = useState(false);
  const name = agent?.name ?? t.somebody;
  const { usage } = child;
  return (
    <details className="sub-agent voice" style={hueStyle(agent?.hue ?? 0)} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={child.done ? undefined : "pulse"}>
        <Icon name="right" size={16} />
        <Glyph name={name} />
        <span className="grow">{child.done ? t.subAgent.done(name) : t.subAgent.working(name)}</span>
        {usage && <span className="dim number">{t.usage.tokens(usage.input_tokens + usage.output_tokens)}</span>}
        {usage?.cost_micros ? <span className="dim number">{money(usage.cost_micros)}</span> : null}
      </summary>
      {open && <ChildThread threadId={child.thread_id} />}
    </details>
  );
}
