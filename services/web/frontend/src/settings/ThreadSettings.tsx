// What one thread does differently: who answers, when, how busy agents are met, with which model and words, what Telegram hears of it.
import { useState } from "react";
import type { Thread } from "../contract.gen";
import { changeThread } from "../chat/actions";
import { agents } from "../core/agents";
import { useCell } from "../core/cell";
import type { BusyMode, RespondPolicy } from "../core/contract";
import { clashesIn, drop, edit, withEdits, type Edits } from "../core/edits";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/SelectField";
import { Meanwhile } from "./Meanwhile";
import { MirrorFields } from "./MirrorFields";
import { OverrideFields } from "./OverrideFields";
import { changeOf, draftOf, type ThreadDraft } from "./threadDraft";
import { useMirrors } from "./useMirrors";

const MODES: BusyMode[] = ["enqueue", "steer", "interrupt", "reject"];
const POLICIES: RespondPolicy[] = ["always", "mention", "smart", "off"];

const choiceOf = (mode: BusyMode): [BusyMode, string] => [mode, t.threadSettings.modes[mode]];

export function ThreadSettings({ thread, onClose }: { thread: Thread; onClose: () => void }) {
  const all = useCell(agents);
  const [edits, setEdits] = useState<Edits<ThreadDraft>>({});
  const saved = draftOf(thread); // the newest: others may change it while this is open
  const draft = withEdits(saved, edits);
  const agent = all.find((each) => each.id === draft.agentId);
  const mirrors = useMirrors(thread.id);
  const set = (changes: Partial<ThreadDraft>) =>
    setEdits((now) => Object.entries(changes).reduce((all, [field, value]) => edit(all, saved, field as keyof ThreadDraft, value), now));

  const save = async (event: { preventDefault: () => void }) => {
    event.preventDefault();
    const change = changeOf(thread, draft);
    const changed = Object.keys(change).length === 0 || (await changeThread(thread, change));
    if (changed && (await mirrors.save())) onClose();
  };
  return (
    <Dialog title={t.threadSettings.title} open onClose={onClose} look="wide">
      <form className="dialog-body" onSubmit={(event) => void save(event)}>
        <SelectField
          label={t.threadSettings.agent}
          hint={t.threadSettings.agentHint}
          value={draft.agentId}
          choices={all.map((each) => [each.id, each.name])}
          onChange={(agentId) => set({ agentId })}
        />
        <SelectField
          label={t.threadSettings.policy}
          hint={t.threadSettings.policyHint}
          value={draft.policy}
          choices={POLICIES.map((policy) => [policy, t.threadSettings.policies[policy]])}
          onChange={(policy) => set({ policy })}
        />
        <SelectField
          label={t.threadSettings.mode}
          value={draft.mode}
          choices={MODES.map(choiceOf)}
          onChange={(mode) => set({ mode })}
        />
        {(mirrors.chats.length > 0 || draft.telegramMode !== "") && (
          <SelectField
            label={t.threadSettings.telegramMode}
            value={draft.telegramMode}
            choices={[["", t.threadSettings.asElsewhere], ...MODES.map(choiceOf)]}
            onChange={(telegramMode) => set({ telegramMode })}
          />
        )}
        <MirrorFields chats={mirrors.chats} onChange={mirrors.set} />
        <OverrideFields draft={draft} agent={agent} onChange={set} />
        <Meanwhile
          saved={saved}
          clashes={clashesIn(saved, edits)}
          agents={all}
          onTake={(field) => setEdits((now) => drop(now, field))}
        />
        <div className="dialog-foot">
          <Button look="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" look="primary">
            {t.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
