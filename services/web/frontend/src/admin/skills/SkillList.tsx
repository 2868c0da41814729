// The skills that were found: what each is for, who has it, and what is wrong with it.
import { Link } from "wouter";
import type { SkillSpec, SkillUse } from "../../contract.gen";
import { useAgent } from "../../core/agents";
import { sayFact } from "../../i18n/facts";
import { hueStyle } from "../../ui/Glyph";
import { adminApi } from "../api";
import { Nothing, Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const s = w.skills;

export function SkillList() {
  const skills = useAsked(adminApi.skills);
  return (
    <Page title={w.places.skills} lead={s.lead}>
      <Shown asked={skills}>
        {({ skills: all }) =>
          all.length === 0 ? (
            <Nothing>{s.none}</Nothing>
          ) : (
            <ul className="rows">
              {all.map((skill) => (
                <SkillRow key={skill.name} skill={skill} />
              ))}
            </ul>
          )
        }
      </Shown>
    </Page>
  );
}

function SkillRow({ skill }: { skill: SkillSpec }) {
  return (
    <li className="row-item">
      <div className="grow">
        <p className="row-title">
          <Link href={`/admin/skills/${encodeURIComponent(skill.name)}`}>{skill.name}</Link>{" "}
          <SkillState skill={skill} />
        </p>
        <p className="row-about" dir="auto">
          {skill.description}
        </p>
        <SkillTrouble skill={skill} />
        {skill.uses.length > 0 && (
          <p className="row">
            {skill.uses.map((use) => (
              <User key={use.agent_id} use={use} />
            ))}
          </p>
        )}
      </div>
    </li>
  );
}

export function SkillState({ skill }: { skill: SkillSpec }) {
  const changed = skill.uses.some((use) => use.changed);
  return (
    <>
      {skill.unusable !== null && <span className="chip bad">{s.unusable}</span>}{" "}
      {changed && <span className="chip wait">{s.changed}</span>}{" "}
      {skill.always && <span className="chip">{s.always}</span>}
    </>
  );
}

/** Why it can't be used, and what is odd about it. */
export function SkillTrouble({ skill }: { skill: SkillSpec }) {
  return (
    <>
      {skill.unusable !== null && (
        <p className="problem row-about">{sayFact(skill.unusable, null, skill.unusable_fact)}</p>
      )}
      {skill.warnings.map((warning, place) => (
        <p key={warning} className="dim row-about">
          {sayFact(warning, null, skill.warning_facts[place])}
        </p>
      ))}
    </>
  );
}

function User({ use }: { use: SkillUse }) {
  const agent = useAgent(use.agent_id);
  return (
    <span className="voice spoken-name" style={hueStyle(agent?.hue ?? 0)}>
      <span className="dot spoken" />
      {use.agent_name}
    </span>
  );
}
