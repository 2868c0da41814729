// The form that gives an agent a real model.
import { useEffect, useRef, useState } from "react";
import type { Agent, ModelChoice } from "../contract.gen";
import { api } from "../core/api";
import { ApiError } from "../core/http";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { notify } from "../ui/notify";
import { giveFound, testAndGive } from "./giveModel";
import { ModelFields } from "./ModelFields";
import { providers, type Wanted } from "./providers";

const [FIRST] = providers as [(typeof providers)[number]];

export function ModelDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const [wanted, setWanted] = useState<Wanted>({ provider: FIRST, model: "", address: "", key: "" });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const found = useFoundModels();
  const first = useRef<HTMLSelectElement>(null);

  const run = async (model: string, give: () => Promise<string | null | void>) => {
    setBusy(true);
    setProblem(null);
    const failure = await give().catch((error: unknown) => {
      if (error instanceof ApiError) return error.message;
      throw error;
    });
    setBusy(false);
    if (failure) return setProblem(failure);
    notify({ text: t.model.done(agent.name, model) });
    onClose();
  };
  return (
    <Dialog title={t.model.title} open onClose={onClose} firstFocus={first}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault();
          void run(wanted.model, () => testAndGive(agent, wanted));
        }}
      >
        <p className="dim">{t.model.lead(agent.name)}</p>
        {found.length > 0 && (
          <div className="field">
            <span>{t.model.found}</span>
            <div className="row">
              {found.map((choice) => (
                <Button
                  key={choice.model}
                  disabled={busy}
                  onClick={() => void run(choice.model, () => giveFound(agent, choice))}
                >
                  {t.firstRun.found(choice.model)}
                </Button>
              ))}
            </div>
          </div>
        )}
        <ModelFields first={first} wanted={wanted} onChange={setWanted} />
        {problem !== null && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
        <div className="dialog-foot">
          <Button look="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" look="primary" disabled={busy || wanted.model.trim() === ""}>
            {busy ? t.model.testing : t.model.test}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the runner found by itself; the demo models are no news. */
function useFoundModels(): ModelChoice[] {
  const [found, setFound] = useState<ModelChoice[]>([]);
  useEffect(() => {
    let shown = true;
    api.models().then(
      ({ models }) => shown && setFound(models.filter((choice) => choice.found !== "demo").slice(0, 6)),
      () => undefined, // the form works without
    );
    return () => {
      shown = false;
    };
  }, []);
  return found;
}
