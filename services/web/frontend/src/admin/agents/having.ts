// What an agent has of what there is. A skill is kept as its pin: the name and the hash of its files.
import type { Agent, SkillSpec, ToolSpec } from "../../contract.gen";
import { sayFact } from "../../i18n/facts";

export type Kind = "tools" | "skills";

export interface Having {
  /** How it stands in the agent's list. */
  entry: string;
  name: string;
  on: boolean;
  description: string;
  /** Why it can't be used here. */
  problem: string | null;
  /** Another version of the skill was switched on. */
  stale: boolean;
}

export function listTools(agent: Agent, tools: ToolSpec[]): Having[] {
  const known = tools.map(({ name, description, unavailable, unavailable_fact }) => {
    const problem = unavailable && sayFact(unavailable, null, unavailable_fact);
    return { entry: name, name, description, problem, stale: false, on: agent.tools.includes(name) };
  });
  const names = new Set(tools.map((tool) => tool.name));
  return [...known, ...agent.tools.filter((name) => !names.has(name)).map(gone)];
}

export function listSkills(agent: Agent, skills: SkillSpec[]): Having[] {
  const known = skills.map(({ name, description, pin, unusable, unusable_fact }) => {
    const on = pin !== null && agent.skills.includes(pin);
    const stale = !on && agent.skills.some((each) => nameOf(each) === name);
    const problem = unusable && sayFact(unusable, null, unusable_fact);
    return { entry: pin ?? name, name, description, problem, on, stale };
  });
  const names = new Set(skills.map((skill) => skill.name));
  return [...known, ...agent.skills.filter((pin) => !names.has(nameOf(pin))).map(gone)];
}

export function withoutSkill(pins: string[], pin: string): string[] {
  return pins.filter((each) => nameOf(each) !== nameOf(pin));
}

export function nameOf(pin: string): string {
  return pin.split("@", 1)[0] ?? pin;
}

/** Something the agent has and nobody knows any more: it can only be switched off. */
function gone(entry: string): Having {
  return { entry, name: nameOf(entry), on: true, description: "", problem: null, stale: false };
}
