// The switches of an agent's tools and skills.
import { useId } from "react";
import type { Agent, Skills, Tools } from "../../contract.gen";
import { Switch } from "../../ui/Switch";
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
  onSaved: (agent: Agent) => void;
}

export function Switches({ agent, choices, onSaved }: SwitchesProps) {
  const state = useSwitches(agent, onSaved);
  return (
    <div className="switches">
      <Group kind="tools" title={w.agents.tools} items={listTools(agent, choices.tools)} state={state}>
        {w.agents.noTools}
      </Group>
      <Group kind="skills" title={w.agents.skills} items={listSkills(agent, choices.skills)} state={state}>
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
  children: string;
}

function Group({ kind, title, items, state, children }: GroupProps) {
  const titleId = useId();
  return (
    <div role="group" aria-labelledby={titleId}>
      <h3 id={titleId} className="switch-title">
        {title}
      </h3>
      {items.length === 0 && <p className="dim">{children}</p>}
      <div className="switch-grid">
        {items.map(({ entry, name, on, description, problem, stale }) => (
          <Switch
            key={entry}
            on={state.saving.get(entry) ?? on}
            busy={state.saving.has(entry)}
            disabled={problem !== null && !on}
            note={problem ?? (stale ? w.agents.changedSince : null)}
            onSwitch={(next) => state.flip(kind, entry, name, next)}
          >
            <span title={stale ? w.agents.stale : description}>{name}</span>
          </Switch>
        ))}
      </div>
    </div>
  );
}
