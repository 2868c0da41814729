// An agent's form: what is written in it, what is wrong with it, and saving it.
import { useEffect, useMemo, useState } from "react";
import type { Agent } from "../../contract.gen";
import { api } from "../../core/api";
import { ApiError } from "../../core/http";
import { notify } from "../../ui/notify";
import { w } from "../words";
import { keepDraft, recallDraft } from "./drafts";
import { changeOf, changesOf, draftOf, findProblems, isEmpty, without } from "./draft";
import type { Changes, Draft, Field, Problems } from "./draft";

export interface Drafting {
  draft: Draft;
  problems: Problems;
  /** What the service said to the whole of it. */
  refusal: string | null;
  changed: boolean;
  busy: boolean;
  write: <F extends Field>(field: F, value: Draft[F]) => void;
  discard: () => void;
  save: () => Promise<void>;
}

export function useDraft(agent: Agent, onSaved: (agent: Agent) => void): Drafting {
  const [written, setWritten] = useState<Changes>(() => recallDraft(agent.id) ?? {});
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const draft = useMemo(() => ({ ...draftOf(agent), ...written }), [agent, written]);
  const changes = useMemo(() => changesOf(draft, agent), [agent, draft]);
  const problems = findProblems(draft);
  const changed = !isEmpty(changes);
  useEffect(() => keepDraft(agent.id, isEmpty(changes) ? null : changes), [agent.id, changes]);

  const save = async () => {
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    setRefusal(null);
    try {
      const saved = await api.changeAgent(agent.id, changeOf(draft, agent));
      onSaved(saved);
      setWritten((now) => without(now, changes));
      // Whoever has left this form meanwhile has nothing unsaved in it.
      const left = without(recallDraft(agent.id) ?? {}, changes);
      keepDraft(agent.id, isEmpty(left) ? null : left);
      notify({ text: w.saved, timeout: 2000 });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error.message);
    } finally {
      setBusy(false);
    }
  };
  return {
    ...{ draft, problems, refusal, changed, busy, save },
    write: (field, value) => setWritten((now) => ({ ...now, [field]: value })),
    discard: () => setWritten({}),
  };
}
