// What an agent wants to know in every conversation; a note is forgotten at once, with a way back.
import { useState } from "react";
import type { Agent } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { api } from "../../core/api";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { Nothing } from "../parts/Page";
import { w } from "../words";

const n = w.agents.notes;

export function NoteList({ agent, onSaved }: { agent: Agent; onSaved: (agent: Agent) => void }) {
  const [busy, setBusy] = useState(false);
  if (agent.notes.length === 0) return <Nothing>{n.none}</Nothing>;
  const keep = async (notes: string[]) => {
    setBusy(true);
    const saved = await attempt(w.doing.save, () => api.changeAgent(agent.id, { notes }));
    setBusy(false);
    if (saved) onSaved(saved);
    return saved !== null;
  };
  const forget = async (note: string) => {
    const before = agent.notes;
    const done = await keep(before.filter((each) => each !== note));
    if (done) notify({ text: n.forgotten, action: { label: t.undo, run: () => void keep(before) } });
  };
  return (
    <ul className="rows">
      {agent.notes.map((note) => (
        <li key={note} className="row-item">
          <p className="grow row-about" dir="auto">
            {note}
          </p>
          <Button disabled={busy} onClick={() => void forget(note)}>
            {n.forget}
          </Button>
        </li>
      ))}
    </ul>
  );
}
