// Shows what was asked for: a word while it comes, the reason and a way to try again when it does not.
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import type { Asked } from "../useAsked";
import { w } from "../words";

export function Shown<T>({ asked, children }: { asked: Asked<T>; children: (value: T) => ReactNode }) {
  const { value, problem } = asked;
  return (
    <>
      {problem !== null && <Trouble problem={problem} again={asked.again} />}
      {value !== null && children(value)}
      {value === null && problem === null && (
        <p className="nothing pulse" role="status">
          {t.loading}
        </p>
      )}
    </>
  );
}

function Trouble({ problem, again }: { problem: string; again: () => void }) {
  return (
    <div className="trouble" role="alert">
      <p>
        {w.failed} {problem}
      </p>
      <Button icon="retry" onClick={again}>
        {t.retry}
      </Button>
    </div>
  );
}
