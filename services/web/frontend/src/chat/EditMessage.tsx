// Changing what was said: kept as it is then, or answered anew beside the old answer.
import { useState } from "react";
import type { Message } from "../contract.gen";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { editMessage } from "./actions";

export function EditMessage({ message, onDone }: { message: Message; onDone: () => void }) {
  const [text, setText] = useState(message.text);
  const [busy, setBusy] = useState(false);
  const empty = text.trim() === "" && message.attachments.length === 0;
  const changed = !empty && text.trim() !== message.text;

  const save = async (runAgain: boolean) => {
    if (busy || empty) return;
    setBusy(true);
    const edited = await editMessage(message.id, text.trim(), runAgain);
    setBusy(false);
    if (edited !== null) onDone();
  };
  return (
    <form
      className="edit"
      onSubmit={(event) => {
        event.preventDefault();
        void save(true);
      }}
    >
      <textarea
        className="input edit-field"
        autoFocus
        dir="auto"
        rows={Math.min(12, text.split("\n").length + 1)}
        value={text}
        aria-label={t.message.editText}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save(true);
        }}
      />
      <div className="row">
        <Button type="submit" look="primary" disabled={busy || empty}>
          {t.message.saveAndAsk}
        </Button>
        <Button disabled={busy || !changed} onClick={() => void save(false)}>
          {t.message.save}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t.cancel}
        </Button>
      </div>
    </form>
  );
}
