// What a month may cost, and how much of it is spent.
import type { Budget } from "../../contract.gen";
import { money } from "../../i18n/format";
import { adminApi } from "../api";
import { DollarForm } from "../parts/DollarForm";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const b = w.usage.budget;
export function BudgetForm() {
  const budget = useAsked(adminApi.budget);
  return (
    <Shown asked={budget}>
      {(value) => (
        <>
          <BudgetState budget={value} />
          <DollarForm
            key={value.monthly_micros}
            name={b.limit}
            hint={b.hint}
            micros={value.monthly_micros}
            ask={adminApi.budget}
            numberOf={(now) => now.monthly_micros}
            keep={adminApi.setBudget}
            onKept={(kept) => budget.change(() => kept)}
          />
        </>
      )}
    </Shown>
  );
}

export function BudgetState({ budget: { monthly_micros: limit, spent_micros: spent, state } }: { budget: Budget }) {
  if (limit === null) return <p className="budget-said">{b.spent(money(spent))}</p>;
  return (
    <div className={`budget ${state}`}>
      <p className="budget-said">
        {b.spentOf(money(spent), money(limit))}
        {state === "near" && <span className="chip">{b.near}</span>}
        {state === "over" && <span className="chip bad">{b.over}</span>}
      </p>
      <progress className="meter" aria-label={b.title} max={limit} value={Math.min(spent, limit)} />
    </div>
  );
}
