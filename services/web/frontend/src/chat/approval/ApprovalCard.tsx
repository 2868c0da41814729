// A tool call that waits for a person's decision.
import { useState } from "react";
import type { Approval, NewDecision } from "../../contract.gen";
import { api } from "../../core/api";
import { ApiError } from "../../core/http";
import { t } from "../../i18n";
import { messageTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { attempt } from "../actions";
import { showValue } from "../values";
import { EditCall } from "./EditCall";
import { Refusal } from "./Refusal";

type Doing = "looking" | "refusing" | "editing";

interface ApprovalCardProps {
  approval: Approval;
  /** What the tool is called among people; may be empty. */
  title?: string;
  /** Who asks. */
  agentName: string;
}

export function ApprovalCard({ approval, title = "", agentName }: ApprovalCardProps) {
  const [decided, setDecided] = useState(false);
  const [doing, setDoing] = useState<Doing>("looking");
  const [misfit, setMisfit] = useState<ApiError | null>(null);

  // The card goes when the thread tells the decision; until then it can't be taken twice.
  const decide = async (decision: Partial<NewDecision> & Pick<NewDecision, "decision">) => {
    setDecided(true);
    setMisfit(null);
    const whole = { remember: "once" as const, ...decision };
    const taken = await attempt(t.doing.decide, () => api.decide(approval.id, whole).catch(hearMisfit));
    if (taken === null) setDecided(false);
  };
  const hearMisfit = (error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== "arguments_wrong") throw error;
    setMisfit(error);
    return null;
  };
  const look = () => setDoing("looking");
  return (
    <section className="step ask" aria-label={t.approval.label(approval.tool)}>
      <div className="step-head">
        <strong>{title === "" ? t.approval.title(approval.tool) : `${title}?`}</strong>
        <span className="grow mono dim brief">{title !== "" && approval.tool}</span>
        <span className="chip wait">{t.approval.waiting}</span>
      </div>
      {approval.reason !== "" && <p className="step-text">{approval.reason}</p>}
      {doing === "editing" ? (
        <EditCall
          approval={approval}
          misfit={misfit}
          disabled={decided}
          onAllow={(values) => void decide({ decision: "approve_edited", arguments: values })}
          onCancel={look}
        />
      ) : (
        <CallArguments approval={approval} />
      )}
      {doing === "refusing" && (
        <Refusal
          disabled={decided}
          onRefuse={(reason) => void decide({ decision: "deny", reason: reason || null })}
          onCancel={look}
        />
      )}
      {doing === "looking" && (
        <Choices
          approval={approval}
          agentName={agentName}
          disabled={decided}
          onAllow={(remember) => void decide({ decision: "approve", remember })}
          onDo={setDoing}
        />
      )}
    </section>
  );
}

function CallArguments({ approval }: { approval: Approval }) {
  return (
    <dl className="step-body">
      {Object.entries(approval.arguments).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <pre>{showValue(value)}</pre>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ChoicesProps {
  approval: Approval;
  agentName: string;
  disabled: boolean;
  onAllow: (remember: NewDecision["remember"]) => void;
  onDo: (doing: Doing) => void;
}

function Choices({ approval, agentName, disabled, onAllow, onDo }: ChoicesProps) {
  const { allowed, remember_as, expires_at } = approval;
  return (
    <div className="step-foot">
      <Button look="primary" disabled={disabled} onClick={() => onAllow("once")}>
        {t.approval.allow}
      </Button>
      {remember_as !== null && (
        <>
          <Button disabled={disabled} onClick={() => onAllow("thread")}>
            {t.approval.allowHere}
          </Button>
          <Button disabled={disabled} onClick={() => onAllow("agent")}>
            {t.approval.allowAgent(agentName)}
          </Button>
        </>
      )}
      {allowed.includes("approve_edited") && (
        <Button look="quiet" disabled={disabled} onClick={() => onDo("editing")}>
          {t.approval.edit}
        </Button>
      )}
      <Button look="quiet" disabled={disabled} onClick={() => onDo("refusing")}>
        {t.approval.refuse}
      </Button>
      {expires_at !== null && <span className="dim expires">{t.approval.expires(messageTime(expires_at))}</span>}
    </div>
  );
}
