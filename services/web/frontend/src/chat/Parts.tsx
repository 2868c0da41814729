// What led to an answer: words said in between, thoughts, and tool calls; many finished ones are folded together.
import { memo, useState } from "react";
import type { Approval, Message, Query, ToolPart } from "../contract.gen";
import { Markdown } from "../md/Markdown";
import { t } from "../i18n";
import { duration } from "../i18n/format";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { ApprovalCard } from "./approval/ApprovalCard";
import { Files } from "./Files";
import { QuestionCard } from "./QuestionCard";
import { Reasoning } from "./Reasoning";
import { SubAgent } from "./SubAgent";
import { ToolStep } from "./ToolStep";

const MANY = 4; // tool calls that are shown one by one
const AT_ONCE = 100; // parts that are drawn at once

interface PartsProps {
  /** The answer they led to; null while it is still being made. */
  messageId: string | null;
  parts: Message["parts"];
  approvals: Approval[];
  questions: Query[];
  agentName: string;
}

export const Parts = memo(function Parts(props: PartsProps) {
  const tools = props.parts.filter((part) => part.kind === "tool");
  const [open, setOpen] = useState(() => tools.some((part) => part.state === "unknown"));
  const list = <PartList {...props} />;
  if (props.messageId === null || tools.length <= MANY) return list;
  const took = tools.reduce((sum, part) => sum + (part.duration_ms ?? 0), 0);
  return (
    <details className="steps" open={open} onToggle={(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="right" size={16} />
        {t.tool.manySteps(tools.length)}
        {took > 0 && <span className="number">{duration(took)}</span>}
      </summary>
      {open && list}
    </details>
  );
});

/** The newest of them; the ones before on demand, for an agent may call a tool ten thousand times. */
function PartList({ parts, ...rest }: PartsProps) {
  const [most, setMost] = useState(AT_ONCE);
  const hidden = Math.max(0, parts.length - most);
  return (
    <>
      {hidden > 0 && (
        <Button look="quiet" onClick={() => setMost((before) => before + AT_ONCE)}>
          {t.tool.showEarlier(Math.min(hidden, AT_ONCE), hidden)}
        </Button>
      )}
      {parts.slice(hidden).map((part, index) =>
        part.kind === "tool" ? (
          <Step key={part.call_id} part={part} {...rest} />
        ) : (
          <div key={`text ${hidden + index}`} className="said-before">
            <Reasoning text={part.reasoning} ms={part.reasoning_ms} live={false} />
            {part.text !== "" && <Markdown text={part.text} done />}
          </div>
        ),
      )}
    </>
  );
}

function Step({ part, messageId, approvals, questions, agentName }: Omit<PartsProps, "parts"> & { part: ToolPart }) {
  const approval = approvals.find((each) => each.call_id === part.call_id);
  if (approval) return <ApprovalCard approval={approval} title={part.title} agentName={agentName} />;
  const question = questions.find((each) => each.call_id === part.call_id);
  if (question) return <QuestionCard question={question} />;
  return (
    <>
      <ToolStep part={part} messageId={messageId} />
      {part.child && <SubAgent child={part.child} />}
      <Files files={part.artifacts} label={t.file.made} />
    </>
  );
}
