// Messages the thread did not take: why, and what can be done.
import { useCell } from "../core/cell";
import { outbox } from "../core/client";
import { addToDraft } from "../core/drafts";
import type { Outgoing } from "../core/outgoing";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Glyph } from "../ui/Glyph";
import { Files } from "./Files";

export function Refused({ threadId }: { threadId: string }) {
  const messages = useCell(outbox.messages);
  return messages
    .filter((message) => message.threadId === threadId && message.problem !== null)
    .map((message) => <RefusedMessage key={message.id} message={message} />);
}

function RefusedMessage({ message }: { message: Outgoing }) {
  const edit = () => {
    addToDraft(message.threadId, message.text, message.attachments);
    outbox.discard(message.id);
  };
  return (
    <article className="turn you refused-turn" aria-label={t.message.notSent}>
      <Glyph name={t.you} />
      <div className="who">
        {t.you}
        <span className="chip bad">{t.message.notSent}</span>
      </div>
      {message.text !== "" && (
        <p className="said" dir="auto">
          {message.text}
        </p>
      )}
      <Files files={message.attachments} label={t.file.attached} />
      <p className="problem" role="alert">
        {message.problem}
      </p>
      <div className="row">
        <Button icon="retry" onClick={() => outbox.again(message.id)}>
          {t.message.sendAgain}
        </Button>
        <Button look="quiet" icon="edit" onClick={edit}>
          {t.message.edit}
        </Button>
        <Button look="quiet" icon="trash" onClick={() => outbox.discard(message.id)}>
          {t.message.discard}
        </Button>
      </div>
    </article>
  );
}
