// What an agent wants to know in every conversation; a note is forgotten at once, with a way back.
import { useState } from "react";
import type { Agent } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { Nothing } from "../parts/Page";
import { w } from "../words";
import { changeList } from "./changeList";

const n = w.agents.notes;

export function NoteList({ agent, onSaved }: { agent: Agent; onSaved: (agent: Agent) => void }) {
  const [busy, setBusy] = useState(false);
  if (agent.notes.length === 0) return <Nothing>{n.none}</Nothing>;
  const change = async (now: Agent, how: (notes: string[]) => string[]) => {
    setBusy(true);
    const saved = await attempt(w.doing.save, () => changeList(now, "notes", how));
    setBusy(false);
    if (saved) onSaved(saved);
    return saved;
  };
  const forget = async (note: string, place: number) => {
    const left = await change(agent, (notes) => notes.filter((each) => each !== note));
    if (left === null) return;
    const back = (notes: string[]) => [...notes.slice(0, place), note, ...notes.slice(place)];
    notify({ text: n.forgotten, action: { label: t.undo, run: () => void change(left, back) } });
  };
  return (
    <ul className="rows">
      {agent.notes.map((note, place) => (
        <li key={note} className="row-item">
          <p className="grow row-about" dir="auto">
            {note}
          </p>
          <Button disabled={busy} onClick={() => void forget(note, place)}>
            {n.forget}
          </Button>
        </li>
      ))}
    </ul>
  );
}
