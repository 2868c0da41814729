// An agent's form: what is written in it, what is wrong with it, what others changed too, and saving it.
import { useEffect, useMemo, useState } from "react";
import type { Agent } from "../../contract.gen";
import { api } from "../../core/api";
import { afterSaving, afterSilence, changesIn, clashesIn, drop, edit, fieldsOf, standBy, withEdits, type Edits } from "../../core/edits";
import { ApiError } from "../../core/http";
import { notify } from "../../ui/notify";
import { w } from "../words";
import { isOutrun, TRIES } from "./changeList";
import { keepDraft, recallDraft } from "./drafts";
import { changeOf, draftOf, findProblems, type Draft, type Field, type Problems } from "./draft";

export interface Drafting {
  draft: Draft;
  /** The form without what is written and not saved. */
  saved: Draft;
  problems: Problems;
  /** What was changed elsewhere, too: nothing is saved until somebody chose. */
  clashes: Field[];
  keepMine: (field: Field) => void;
  takeTheirs: (field: Field) => void;
  /** What the service said to the whole of it. */
  refusal: string | null;
  changed: boolean;
  busy: boolean;
  write: <F extends Field>(field: F, value: Draft[F]) => void;
  discard: () => void;
  save: () => Promise<void>;
}

export function useDraft(agent: Agent, onSaved: (agent: Agent) => void): Drafting {
  const [edits, setEdits] = useState<Edits<Draft>>(() => recallDraft(agent.id) ?? {});
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const saved = useMemo(() => draftOf(agent), [agent]);
  const draft = useMemo(() => withEdits(saved, edits), [saved, edits]);
  const changes = useMemo(() => changesIn(saved, edits), [saved, edits]);
  const problems = findProblems(draft);
  const clashes = clashesIn(saved, edits);
  const changed = fieldsOf(changes).length > 0;
  useEffect(() => keep(agent.id, changes), [agent.id, changes]);

  const save = async () => {
    if (Object.keys(problems).length > 0 || clashes.length > 0) return;
    setBusy(true);
    setRefusal(null);
    try {
      const { now: kept, isSaved } = await send(agent, changes);
      if (!isSaved) return onSaved(kept);
      const left = (now: Edits<Draft>) => afterSaving(now, changes, draftOf(kept));
      onSaved(kept);
      setEdits(left);
      // Whoever has left this form meanwhile has nothing unsaved in it.
      keep(agent.id, left(recallDraft(agent.id) ?? {}));
      notify({ text: w.saved, timeout: 2000 });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error.message);
      if (error.passing) setEdits((now) => afterSilence(now, changes));
    } finally {
      setBusy(false);
    }
  };
  const choose = (how: (now: Edits<Draft>) => Edits<Draft>) => {
    setRefusal(null);
    setEdits(how);
  };
  return {
    ...{ draft, saved, problems, clashes, refusal, changed, busy, save },
    keepMine: (field) => choose((now) => standBy(now, saved, field)),
    takeTheirs: (field) => choose((now) => drop(now, field)),
    write: (field, value) => setEdits((now) => edit(now, saved, field, value)),
    discard: () => setEdits({}),
  };
}

/** Nothing is saved where others have changed the same: then the agent is as they have left it. */
async function send(agent: Agent, changes: Edits<Draft>): Promise<{ now: Agent; isSaved: boolean }> {
  let now = agent;
  for (let tries = 1; ; tries++) {
    const draft = withEdits(draftOf(now), changes);
    try {
      return { now: await api.changeAgent(agent.id, changeOf(draft, now, fieldsOf(changes))), isSaved: true };
    } catch (error) {
      if (!isOutrun(error) || tries === TRIES) throw error;
      now = await api.agent(agent.id);
      if (clashesIn(draftOf(now), changes).length > 0) return { now, isSaved: false };
    }
  }
}

function keep(agentId: string, edits: Edits<Draft>): void {
  keepDraft(agentId, fieldsOf(edits).length > 0 ? edits : null);
}
