// What a day may cost before every agent stops, and how much of it is spent.
import type { DailyLimit } from "../../contract.gen";
import { money } from "../../i18n/format";
import { adminApi } from "../api";
import { DollarForm } from "../parts/DollarForm";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const d = w.usage.daily;

export function DailyLimitForm() {
  const limit = useAsked(adminApi.dailyLimit);
  return (
    <Shown asked={limit}>
      {(value) => (
        <>
          <Spent limit={value} />
          <DollarForm
            key={value.daily_micros}
            name={d.limit}
            hint={d.hint}
            micros={value.daily_micros}
            ask={adminApi.dailyLimit}
            numberOf={(now) => now.daily_micros}
            keep={adminApi.setDailyLimit}
            onKept={(kept) => limit.change(() => kept)}
          />
        </>
      )}
    </Shown>
  );
}

function Spent({ limit: { daily_micros: limit, spent_micros: spent } }: { limit: DailyLimit }) {
  if (limit === null) return <p className="budget-said">{d.spent(money(spent))}</p>;
  const over = spent >= limit;
  return (
    <div className={over ? "budget over" : "budget"}>
      <p className="budget-said">
        {d.spentOf(money(spent), money(limit))} {over && <span className="chip bad">{d.over}</span>}
      </p>
      <progress className="meter" aria-label={d.title} max={limit} value={Math.min(spent, limit)} />
    </div>
  );
}
