// An agent's form: what is written in it, what is wrong with it, and saving it.
import { useEffect, useState } from "react";
import type { Agent } from "../../contract.gen";
import { api } from "../../core/api";
import { ApiError } from "../../core/http";
import { notify } from "../../ui/notify";
import { w } from "../words";
import { keepDraft, recallDraft } from "./drafts";
import { changeOf, draftOf, findProblems, isChanged, type Draft, type Field, type Problems } from "./draft";

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
  const [draft, setDraft] = useState(() => recallDraft(agent.id) ?? draftOf(agent));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const problems = findProblems(draft);
  const changed = isChanged(draft, agent);
  useEffect(() => keepDraft(agent.id, changed ? draft : null), [agent.id, changed, draft]);

  const save = async () => {
    if (Object.keys(problems).length > 0) return;
    setBusy(true);
    setRefusal(null);
    try {
      const saved = await api.changeAgent(agent.id, changeOf(draft, agent));
      onSaved(saved);
      setDraft(draftOf(saved));
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
    write: (field, value) => setDraft((now) => ({ ...now, [field]: value })),
    discard: () => setDraft(draftOf(agent)),
  };
}
