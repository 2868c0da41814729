// A call that failed: a person may have the agent try it once more.
import { useState } from "react";
import { api } from "../core/api";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { attempt } from "./actions";

export function FailedCall({ messageId, callId }: { messageId: string; callId: string }) {
  const [asked, setAsked] = useState(false);

  const ask = async () => {
    setAsked(true);
    if ((await attempt(t.doing.callAgain, () => api.retryCall(messageId, callId))) === null) setAsked(false);
  };
  return (
    <div className="step-foot">
      <Button look="quiet" disabled={asked} onClick={() => void ask()}>
        {t.tool.tryAgain}
      </Button>
    </div>
  );
}
