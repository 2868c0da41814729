// Which skills an agent can be asked to use, each with what it is for.
import { useEffect, useState } from "react";
import type { Agent, SkillSpec } from "../contract.gen";
import { api } from "../core/api";
import { t } from "../i18n";

export interface SkillChoice {
  name: string;
  about: string;
}

/** Looked up each time they are wanted: a skill that has changed is off until somebody has looked at it. */
export function useSkills(agent: Agent | undefined, wanted: boolean): SkillChoice[] {
  const [known, setKnown] = useState<SkillSpec[] | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let shown = true;
    // Whoever knows them may be away: then the agent's own are named, without a word about them.
    api.skills().then(
      ({ skills }) => shown && setKnown(skills),
      () => undefined,
    );
    return () => {
      shown = false;
    };
  }, [wanted]);
  const pins = agent?.skills ?? [];
  if (known === null) return pins.map((pin) => ({ name: pin.split("@")[0] ?? pin, about: t.commands.skill }));
  // What is in every prompt need not be asked for.
  return known
    .filter(({ pin, always, unusable }) => pin !== null && pins.includes(pin) && !always && unusable === null)
    .map(({ name, description }) => ({ name, about: description }));
}
