// Saying no to a tool call, with a reason that the agent reads.
import { useState } from "react";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";

interface RefusalProps {
  disabled: boolean;
  onRefuse: (reason: string) => void;
  onCancel: () => void;
}

export function Refusal({ disabled, onRefuse, onCancel }: RefusalProps) {
  const [reason, setReason] = useState("");
  return (
    <form
      className="step-foot"
      onSubmit={(event) => {
        event.preventDefault();
        onRefuse(reason.trim());
      }}
    >
      <input
        className="input"
        autoFocus
        maxLength={2000}
        value={reason}
        placeholder={t.approval.reasonHint}
        aria-label={t.approval.reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onCancel()}
      />
      <Button type="submit" look="danger" disabled={disabled}>
        {t.approval.refuseNow}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t.cancel}
      </Button>
    </form>
  );
}
