// What led to an answer: words said in between, thoughts, and tool calls; many finished ones are folded together.
import type { Approval, Message, ToolPart } from "../contract.gen";
import { Markdown } from "../md/Markdown";
import { t } from "../i18n";
import { duration } from "../i18n/format";
import { Icon } from "../ui/Icon";
import { ApprovalCard } from "./approval/ApprovalCard";
import { Files } from "./Files";
import { Reasoning } from "./Reasoning";
import { SubAgent } from "./SubAgent";
import { ToolStep } from "./ToolStep";

const MANY = 4; // tool calls that are shown one by one

interface PartsProps {
  message: Message;
  live: boolean;
  approvals: Approval[];
  agentName: string;
}

export function Parts({ message: { parts }, live, approvals, agentName }: PartsProps) {
  const tools = parts.filter((part) => part.kind === "tool");
  const list = parts.map((part, index) => {
    if (part.kind === "tool") return <Step key={part.call_id} part={part} approvals={approvals} agentName={agentName} />;
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

interface StepProps {
  part: ToolPart;
  approvals: Approval[];
  agentName: string;
}

function Step({ part, approvals, agentName }: StepProps) {
  const approval = approvals.find((each) => each.call_id === part.call_id);
  if (approval) return <ApprovalCard approval={approval} agentName={agentName} />;
  return (
    <>
      <ToolStep part={part} />
      {part.child && <SubAgent child={part.child} />}
      <Files files={part.artifacts} label={t.file.made} />
    </>
  );
}
