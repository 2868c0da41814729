// An answer that failed, with its reason and a way to ask for it again.
import { useState } from "react";
import type { AgentView } from "../contract.gen";
import { t } from "../i18n";
import { sayFact } from "../i18n/facts";
import { Button } from "../ui/Button";
import { Glyph } from "../ui/Glyph";
import { answerAgain } from "./actions";

export function TurnError({ view }: { view: AgentView }) {
  const [asked, setAsked] = useState(false);
  if (view.status !== "error") return null;

  // A service of an earlier version does not say which message it was.
  const messageId = view.error_message_id ?? view.visible_messages.findLast((message) => !message.pending)?.id;
  const retry = async (failedId: string) => {
    setAsked(true);
    await answerAgain(failedId, null);
    setAsked(false);
  };
  return (
    <section className="turn failure" role="alert">
      <Glyph name="!" />
      <div className="who">{t.turn.failed}</div>
      <p className="failure-text">{view.error_text !== null && sayFact(view.error_text, view.error, view.error_fact)}</p>
      {messageId !== undefined && (
        <Button icon="retry" disabled={asked} onClick={() => void retry(messageId)}>
          {t.turn.retry}
        </Button>
      )}
    </section>
  );
}
