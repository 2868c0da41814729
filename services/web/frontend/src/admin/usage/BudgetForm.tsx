// What a month may cost, and how much of it is spent.
import { useState } from "react";
import type { Budget } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { money } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { Field } from "../parts/Field";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const b = w.usage.budget;
const MICROS = 1_000_000; // micro-dollars of a dollar

export function BudgetForm() {
  const budget = useAsked(adminApi.budget);
  return (
    <Shown asked={budget}>
      {(value) => (
        <>
          <BudgetState budget={value} />
          <Limit key={value.monthly_micros} budget={value} onKept={(kept) => budget.change(() => kept)} />
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
        {state === "near" && <span className="chip wait">{b.near}</span>}
        {state === "over" && <span className="chip bad">{b.over}</span>}
      </p>
      <progress className="meter" aria-label={b.title} max={limit} value={Math.min(spent, limit)} />
    </div>
  );
}

function Limit({ budget, onKept }: { budget: Budget; onKept: (budget: Budget) => void }) {
  const kept = budget.monthly_micros === null ? "" : String(budget.monthly_micros / MICROS);
  const [text, setText] = useState(kept);
  const dollars = text.trim() === "" ? null : Number(text.trim().replace(",", "."));
  const wrong = dollars !== null && !(dollars > 0 && dollars <= MICROS);
  const save = async () => {
    const micros = dollars === null ? null : Math.round(dollars * MICROS);
    const saved = await attempt(w.doing.save, () => adminApi.setBudget(micros));
    if (saved === null) return;
    onKept(saved);
    notify({ text: w.saved, timeout: 2000 });
  };
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) void save();
      }}
    >
      <Field name={b.limit} hint={b.hint} problem={wrong ? b.wrong : undefined}>
        <input
          className="input"
          inputMode="decimal"
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button type="submit" disabled={wrong || text === kept}>
        {w.save}
      </Button>
    </form>
  );
}
