// Switching what an agent may use: shown at once, saved at once, with a way back.
import { useRef, useState } from "react";
import type { Agent } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { api } from "../../core/api";
import { t } from "../../i18n";
import { notify } from "../../ui/notify";
import { w } from "../words";
import { withoutSkill, type Kind } from "./having";

export interface Switches {
  /** What is being saved, and as what it will stand. */
  saving: ReadonlyMap<string, boolean>;
  flip: (kind: Kind, entry: string, name: string, on: boolean) => void;
}

/** Each switch waits for the one before: the service takes whole lists. */
export function useSwitches(agent: Agent, onSaved: (agent: Agent) => void): Switches {
  const [saving, setSaving] = useState<ReadonlyMap<string, boolean>>(new Map());
  const newest = useRef(agent);
  const line = useRef<Promise<void>>(Promise.resolve());
  if (newest.current.revision < agent.revision) newest.current = agent;

  const save = async (kind: Kind, entry: string, name: string, on: boolean) => {
    const { id } = newest.current;
    const others = without(kind, newest.current[kind], entry);
    const list = on ? [...others, entry] : others;
    const saved = await attempt(w.doing.save, () => api.changeAgent(id, { [kind]: list }));
    setSaving((now) => new Map([...now].filter(([each]) => each !== entry)));
    if (saved === null) return;
    newest.current = saved;
    onSaved(saved);
    const run = () => flip(kind, entry, name, !on);
    notify({ text: w.agents.switched(name, saved.name, on), action: { label: t.undo, run } });
  };
  const flip = (kind: Kind, entry: string, name: string, on: boolean) => {
    setSaving((now) => new Map(now).set(entry, on));
    line.current = line.current.then(() => save(kind, entry, name, on));
  };
  return { saving, flip };
}

function without(kind: Kind, list: string[], entry: string): string[] {
  return kind === "skills" ? withoutSkill(list, entry) : list.filter((each) => each !== entry);
}
