// Switching what an agent may use: shown at once, saved at once, with a way back.
import { useRef, useState } from "react";
import type { Agent } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { t } from "../../i18n";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { w } from "../words";
import { changeList } from "./changeList";
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
    const now = newest.current;
    const saved = await attempt(w.doing.save, () => change(now, kind, entry, name, on));
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

/** A skill is kept word for word when it is switched on, so that a later change can be shown. */
function change(agent: Agent, kind: Kind, entry: string, name: string, on: boolean): Promise<Agent> {
  if (kind === "skills" && on) return adminApi.approveSkill(name, agent.id, entry);
  return changeList(agent, kind, (list) => {
    const others = kind === "skills" ? withoutSkill(list, entry) : list.filter((each) => each !== entry);
    return on ? [...others, entry] : others;
  });
}
