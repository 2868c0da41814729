// Shows what was asked for: a word while it comes, the reason and a way to try again when it does not.
import { useEffect, useState, type ReactNode } from "react";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import type { Asked } from "../useAsked";
import { w } from "../words";

const PATIENCE = 4000; // ms

export function Shown<T>({ asked, children }: { asked: Asked<T>; children: (value: T) => ReactNode }) {
  const { value, problem } = asked;
  return (
    <>
      {problem !== null && <Trouble problem={problem} again={asked.again} />}
      {value !== null && children(value)}
      {value === null && problem === null && <Loading />}
    </>
  );
}

/** A service that hangs says nothing: after a while that is said instead. */
function Loading() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setLate, PATIENCE, true);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="nothing pulse" role="status">
      {isLate ? w.late : t.loading}
    </p>
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
