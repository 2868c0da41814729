// A tool call that waits for a person's decision.
import { useState } from "react";
import type { Approval } from "../contract.gen";
import { api } from "../core/api";
import { t } from "../i18n";
import { messageTime } from "../i18n/format";
import { Button } from "../ui/Button";
import { attempt } from "./actions";
import { showValue } from "./values";

export function ApprovalCard({ approval }: { approval: Approval }) {
  const [decided, setDecided] = useState(false);

  // The card goes when the thread tells the decision; until then it can't be taken twice.
  const decide = async (decision: "approve" | "deny", remember: "once" | "thread" = "once") => {
    setDecided(true);
    const taken = await attempt(t.doing.decide, () =>
      api.decide(approval.id, { decision, remember }),
    );
    if (taken === null) setDecided(false);
  };
  return (
    <section className="step ask" aria-label={t.approval.label(approval.tool)}>
      <div className="step-head">
        <strong className="grow">{t.approval.title(approval.tool)}</strong>
        <span className="chip wait">{t.approval.waiting}</span>
      </div>
      {approval.reason !== "" && <p className="step-text">{approval.reason}</p>}
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
      <div className="step-foot">
        <Button look="primary" disabled={decided} onClick={() => void decide("approve")}>
          {t.approval.allow}
        </Button>
        {approval.remember_as !== null && (
          <Button
            look="quiet"
            disabled={decided}
            onClick={() => void decide("approve", "thread")}
          >
            {t.approval.allowHere}
          </Button>
        )}
        <Button look="quiet" disabled={decided} onClick={() => void decide("deny")}>
          {t.approval.refuse}
        </Button>
        {approval.expires_at !== null && (
          <span className="dim expires">{t.approval.expires(messageTime(approval.expires_at))}</span>
        )}
      </div>
    </section>
  );
}
