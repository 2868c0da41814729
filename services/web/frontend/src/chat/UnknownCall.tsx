// A call of which nobody knows whether it happened: a person looks, and says so or has it done again.
import { useState } from "react";
import { api } from "../core/api";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { attempt } from "./actions";

interface UnknownCallProps {
  /** The answer that holds it; null while that is still being made. */
  messageId: string | null;
  callId: string;
}

export function UnknownCall({ messageId, callId }: UnknownCallProps) {
  const [said, setSaid] = useState(false);

  // It goes when the thread tells what was said; until then it can't be said twice.
  const settle = async (answer: string, happened: boolean) => {
    setSaid(true);
    const settled = await attempt(t.doing.settle, () => api.settleCall(answer, callId, happened));
    if (settled === null) setSaid(false);
  };
  return (
    <>
      <p className="step-text">{t.tool.unknown}</p>
      {messageId !== null && (
        <div className="step-foot">
          <Button disabled={said} onClick={() => void settle(messageId, true)}>
            {t.tool.happened}
          </Button>
          <Button look="quiet" disabled={said} onClick={() => void settle(messageId, false)}>
            {t.tool.again}
          </Button>
        </div>
      )}
    </>
  );
}
