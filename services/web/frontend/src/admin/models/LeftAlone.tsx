// Models that are not asked for a while because they kept failing, as each runner knows it.
import type { BreakerStates } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { seconds } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { adminApi } from "../api";
import { Nothing } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const b = w.models.alone;
const AGAIN = 5000; // ms

type Breaker = BreakerStates["breakers"][number];

export function LeftAlone() {
  const asked = useAsked(adminApi.breakers, "", AGAIN);
  const reset = async ({ model, api_base: base }: Breaker) => {
    await attempt(b.failed, () => adminApi.resetBreaker(model, base));
    asked.again();
  };
  return (
    <Shown asked={asked}>
      {({ runners }) => {
        const troubled = worstOf(runners);
        if (troubled.length === 0) return <Nothing>{b.none}</Nothing>;
        return (
          <ul className="rows">
            {troubled.map((breaker) => (
              <li key={`${breaker.model} ${breaker.api_base ?? ""}`} className="row-item">
                <div className="grow">
                  <p className="row-title mono">
                    {breaker.model} <span className="chip bad">{b.states[breaker.state]}</span>
                  </p>
                  <p className="dim">{tell(breaker)}</p>
                </div>
                <Button aria-label={b.resetOf(breaker.model)} onClick={() => void reset(breaker)}>
                  {b.reset}
                </Button>
              </li>
            ))}
          </ul>
        );
      }}
    </Shown>
  );
}

function tell({ failures, opens_in_ms: wait }: Breaker): string {
  const said = [b.failures(failures)];
  if (wait !== null && wait > 0) said.push(b.until(seconds(wait)));
  return said.join(", ");
}

/** Each model once, as the runner has it that will ask it last. */
export function worstOf(runners: BreakerStates[]): Breaker[] {
  const worst = new Map<string, Breaker>();
  for (const breaker of runners.flatMap((runner) => runner.breakers)) {
    if (breaker.state === "closed") continue;
    const key = `${breaker.model} ${breaker.api_base ?? ""}`;
    const known = worst.get(key);
    if (known === undefined || (breaker.opens_in_ms ?? 0) > (known.opens_in_ms ?? 0)) worst.set(key, breaker);
  }
  return [...worst.values()];
}
