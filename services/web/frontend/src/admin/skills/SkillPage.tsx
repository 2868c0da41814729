// One skill: who has it, what changed in it since, and every word of it.
import { Link } from "wouter";
import type { Agent, SkillText } from "../../contract.gen";
import { Nothing, Page, Section } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { askSkill } from "./askSkill";
import { SkillState, SkillTrouble } from "./SkillList";
import { SkillChanges } from "./SkillChanges";
import { SkillSwitches } from "./SkillSwitches";

const s = w.skills;

export function SkillPage({ name }: { name: string }) {
  const asked = useAsked(() => askSkill(name), name);
  return (
    <Page title={name} lead={<Link href="/admin/skills">{s.all}</Link>}>
      <Shown asked={asked}>{({ read, agents }) => <Whole read={read} agents={agents} onChanged={asked.again} />}</Shown>
    </Page>
  );
}

interface WholeProps {
  read: SkillText;
  agents: Agent[];
  onChanged: () => void;
}

function Whole({ read: { skill, text, files }, agents, onChanged }: WholeProps) {
  const outdated = skill.uses.filter((use) => use.changed);
  return (
    <>
      <div className="skill-head">
        <p dir="auto">{skill.description}</p>
        <p className="row">
          <SkillState skill={skill} />
        </p>
        <SkillTrouble skill={skill} />
        <p className="mono row-about">{skill.place}</p>
      </div>
      {outdated.length > 0 && (
        <Section title={s.changes.title} note={s.changes.lead}>
          <SkillChanges skill={skill} outdated={outdated} onApproved={onChanged} />
        </Section>
      )}
      <Section title={s.who.title} note={s.who.lead}>
        <SkillSwitches skill={skill} agents={agents} onChanged={onChanged} />
      </Section>
      <Section title={s.text.title} note={s.text.lead}>
        {text === "" ? (
          <Nothing>{s.text.none}</Nothing>
        ) : (
          <pre className="command whole-text" tabIndex={0} aria-label={s.text.title} dir="auto">
            {text}
          </pre>
        )}
      </Section>
      {files.length > 0 && (
        <Section title={s.files.title} note={s.files.lead}>
          <ul className="mono">
            {files.map((file) => (
              <li key={file} className="row-about">
                {file}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
