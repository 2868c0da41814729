// Says that only the demo model answers, and offers a real one.
import { Suspense, useState } from "react";
import type { Agent } from "../contract.gen";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { lazily } from "../ui/lazily";

const ModelDialog = lazily(() => import("./ModelDialog").then((module) => module.ModelDialog));

export function FirstRun({ agent }: { agent: Agent }) {
  const [open, setOpen] = useState(false);
  return (
    <aside className="first-run" aria-label={t.firstRun.title}>
      <p>
        <strong>{t.firstRun.title}</strong> {t.firstRun.lead}
      </p>
      <Button look="primary" icon="key" onClick={() => setOpen(true)}>
        {t.firstRun.add}
      </Button>
      {open && (
        <Suspense>
          <ModelDialog agent={agent} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </aside>
  );
}
