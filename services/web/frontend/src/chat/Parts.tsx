// What led to an answer: words said in between, thoughts, and tool calls; many finished ones are folded together.
import type { Approval, Message, ToolPart } from "../contract.gen";
import { Markdown } from "../md/Markdown";
import { t } from "../i18n";
import { duration } from "../i18n/format";
import { Icon } from "../ui/Icon";
import { ApprovalCard } from "./ApprovalCard";
import { Reasoning } from "./Reasoning";
import { ToolStep } from "./ToolStep";

const MANY = 4; // tool calls that are shown one by one

interface PartsProps {
  parts: Message["parts"];
  live: boolean;
  approvals: Approval[];
}

export function Parts({ parts, live, approvals }: PartsProps) {
  const tools = parts.filter((part) => part.kind === "tool");
  const list = parts.map((part, index) => {
    if (part.kind === "tool") return <Step key={part.call_id} part={part} approvals={approvals} />;
    return (
      <div key={`text ${index}`} className="said-before">
        <Reasoning text={part.reasoning} ms={part.reasoning_ms} live={false} />
        {part.text !== "" && <Markdown text={part.text} done />}
      </div>
    );
  });
  if (live || tools.length <= MANY) return list;
  const took = tools.reduce((sum, part) => sum + (part.duration_ms ?? 0), 0);
  return (
    <details className="steps">
      <summary>
        <Icon name="right" size={16} />
        {t.tool.manySteps(tools.length)}
        <span className="number">{duration(took)}</span>
      </summary>
      {list}
    </details>
  );
}

function Step({ part, approvals }: { part: ToolPart; approvals: Approval[] }) {
  const approval = approvals.find((each) => each.call_id === part.call_id);
  return approval ? <ApprovalCard approval={approval} /> : <ToolStep part={part} />;
}
