// What changed in a skill since an agent was given it, and the person's word that it is good.
import { useState } from "react";
import type { FileChange, SkillSpec, SkillUse } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { Nothing } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { UnifiedDiff } from "../parts/UnifiedDiff";
import { useAsked } from "../useAsked";
import { w } from "../words";

const c = w.skills.changes;

interface SkillChangesProps {
  skill: SkillSpec;
  /** Those who have another version of it; it is off for them. */
  outdated: SkillUse[];
  onApproved: () => void;
}

/** Agents that were given the same version see the same change. */
export function SkillChanges({ skill, outdated, onApproved }: SkillChangesProps) {
  const versions = Map.groupBy(outdated, (use) => use.pin);
  return [...versions].map(([since, uses]) => (
    <Version key={`${since} ${skill.pin ?? ""}`} skill={skill} since={since} uses={uses} onApproved={onApproved} />
  ));
}

interface VersionProps {
  skill: SkillSpec;
  since: string;
  uses: SkillUse[];
  onApproved: () => void;
}

function Version({ skill, since, uses, onApproved }: VersionProps) {
  const diff = useAsked(() => adminApi.skillDiff(skill.name, since), `${since} ${skill.pin ?? ""}`);
  return (
    <Shown asked={diff}>
      {({ known, files, pin }) => (
        <>
          {!known && <Nothing>{c.unknown}</Nothing>}
          {files.map((file) => (
            <Change key={file.path} file={file} />
          ))}
          {pin !== null && <Approve name={skill.name} pin={pin} uses={uses} onApproved={onApproved} />}
        </>
      )}
    </Shown>
  );
}

function Change({ file: { path, state, diff } }: { file: FileChange }) {
  return (
    <div className="skill-change">
      <h3 className="row-title">
        <span className="mono">{path}</span> <span className="chip">{c.states[state]}</span>
      </h3>
      {diff === null ? <p className="dim">{c.noText}</p> : <UnifiedDiff label={c.of(path)} diff={diff} />}
    </div>
  );
}

interface ApproveProps {
  name: string;
  /** Of what is shown: the service refuses if it is another one by now. */
  pin: string;
  uses: SkillUse[];
  onApproved: () => void;
}

function Approve({ name, pin, uses, onApproved }: ApproveProps) {
  const [busy, setBusy] = useState<string | null>(null);
  const approve = async ({ agent_id: agentId, agent_name: agentName }: SkillUse) => {
    setBusy(agentId);
    const approved = await attempt(c.failed, () => adminApi.approveSkill(name, agentId, pin));
    setBusy(null);
    if (approved) notify({ text: w.agents.switched(name, agentName, true) });
    onApproved();
  };
  return (
    <p className="row skill-approve">
      {uses.map((use) => (
        <Button key={use.agent_id} icon="check" disabled={busy !== null} onClick={() => void approve(use)}>
          {c.approve(use.agent_name)}
        </Button>
      ))}
    </p>
  );
}
