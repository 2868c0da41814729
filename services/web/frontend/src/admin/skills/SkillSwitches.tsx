// Which agents have a skill: one switch for each.
import type { Agent, SkillSpec } from "../../contract.gen";
import { hueStyle } from "../../ui/Glyph";
import { Switch } from "../../ui/Switch";
import { listSkills } from "../agents/having";
import { useSwitches } from "../agents/useSwitches";
import { w } from "../words";

interface SkillSwitchesProps {
  skill: SkillSpec;
  agents: Agent[];
  onChanged: () => void;
}

export function SkillSwitches({ skill, agents, onChanged }: SkillSwitchesProps) {
  return (
    <div className="switch-grid">
      {agents.map((agent) => (
        <AgentSwitch key={agent.id} skill={skill} agent={agent} onChanged={onChanged} />
      ))}
    </div>
  );
}

function AgentSwitch({ skill, agent, onChanged }: { skill: SkillSpec; agent: Agent; onChanged: () => void }) {
  const state = useSwitches(agent, onChanged);
  const having = listSkills(agent, [skill])[0];
  if (having === undefined) return null;
  const { entry, name, on, problem, stale } = having;
  return (
    <Switch
      on={state.saving.get(entry) ?? on}
      busy={state.saving.has(entry)}
      disabled={problem !== null && !on}
      note={stale ? w.agents.changedSince : null}
      onSwitch={(next) => state.flip("skills", entry, name, next)}
    >
      <span className="voice spoken-name" style={hueStyle(agent.hue)}>
        <span className="dot spoken" />
        {agent.name}
      </span>
    </Switch>
  );
}
