// The switches of an agent's tools and skills.
import { useId } from "react";
import type { Agent, Skills, Tools } from "../../contract.gen";
import { Switch } from "../../ui/Switch";
import { Fold } from "../parts/Fold";
import { w } from "../words";
import { listSkills, listTools, type Having, type Kind } from "./having";
import { useSwitches, type Switches as State } from "./useSwitches";

export interface Choices {
  tools: Tools["tools"];
  skills: Skills["skills"];
}

interface SwitchesProps {
  agent: Agent;
  choices: Choices;
  closed?: boolean;
  onSaved: (agent: Agent) => void;
}

export function Switches({ agent, choices, closed, onSaved }: SwitchesProps) {
  const state = useSwitches(agent, onSaved);
  return (
    <div className="switches">
      <Group kind="tools" title={w.agents.tools} items={listTools(agent, choices.tools)} state={state} closed={closed}>
        {w.agents.noTools}
      </Group>
      <Group kind="skills" title={w.agents.skills} items={listSkills(agent, choices.skills)} state={state} closed={closed}>
        {w.agents.noSkills}
      </Group>
    </div>
  );
}

interface GroupProps {
  kind: Kind;
  title: string;
  items: Having[];
  state: State;
  closed: boolean | undefined;
  children: string;
}

function Group({ kind, title, items, state, closed, children }: GroupProps) {
  const titleId = useId();
  const on = items.filter((item) => state.saving.get(item.entry) ?? item.on).length;
  return (
    <Fold
      title={<h3 id={titleId}>{title}</h3>}
      note={items.length > 0 && w.agents.have(on, items.length)}
      closed={closed}
    >
      <div role="group" aria-labelledby={titleId}>
        {items.length === 0 && <p className="dim">{children}</p>}
        <div className="switch-grid">
          {items.map((item) => (
            <One key={item.entry} kind={kind} item={item} state={state} />
          ))}
        </div>
        <Reasons items={items} />
      </div>
    </Fold>
  );
}

function One({ kind, item, state }: { kind: Kind; item: Having; state: State }) {
  const { entry, name, on, description, problem, stale } = item;
  const note = problem !== null ? w.agents.unusable : stale ? w.agents.changedSince : null;
  return (
    <Switch
      on={state.saving.get(entry) ?? on}
      busy={state.saving.has(entry)}
      disabled={problem !== null && !on}
      note={note}
      onSwitch={(next) => state.flip(kind, entry, name, next)}
    >
      <span title={stale ? w.agents.stale : description}>{name}</span>
    </Switch>
  );
}

/** Why some can't be used here, each reason once. */
function Reasons({ items }: { items: Having[] }) {
  const names = new Map<string, string[]>();
  for (const { name, problem } of items) {
    if (problem !== null) names.set(problem, [...(names.get(problem) ?? []), name]);
  }
  return [...names].map(([reason, those]) => (
    <p key={reason} className="switch-reason">
      {those.join(", ")}: {reason}
    </p>
  ));
}
