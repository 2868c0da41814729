// What was used: by agent, model or channel, over a day or a quarter, and what a month may cost.
import { useState } from "react";
import type { UsageRow } from "../../contract.gen";
import { count, money } from "../../i18n/format";
import { Choice } from "../parts/Choice";
import { Nothing, Page, Section } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { Table } from "../parts/Table";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { askUsage, csvPath, keyOf, nameOf, type Axis } from "./askUsage";
import { BudgetForm } from "./BudgetForm";
import { DailyLimitForm } from "./DailyLimitForm";
import { PERIODS, type Period } from "./periods";
import { UsageChart } from "./UsageChart";

const AXES: Axis[] = ["agent", "model", "channel", "day"];
const [, , MONTH] = PERIODS as [Period, Period, Period];

export function Usage() {
  const [period, setPeriod] = useState(MONTH);
  const [axis, setAxis] = useState<Axis>("agent");
  const used = useAsked(() => askUsage(period, axis), `${period.id} ${axis}`);
  const choosePeriod = (id: string) => setPeriod(PERIODS.find((each) => each.id === id) ?? MONTH);
  const acts = (
    <a className="button plain" href={csvPath(period, axis)} download>
      {w.usage.csv}
    </a>
  );
  return (
    <Page title={w.places.usage} lead={w.usage.lead} acts={acts}>
      <div className="filters">
        <Choice
          label={w.usage.period}
          value={period.id}
          choices={PERIODS.map(({ id, name }) => [id, name])}
          onChoose={choosePeriod}
        />
        <Choice
          label={w.usage.by}
          value={axis}
          choices={AXES.map((each) => [each, w.usage.axes[each]])}
          onChoose={(next) => setAxis(next as Axis)}
        />
      </div>
      <Shown asked={used}>
        {(value) =>
          value.sums.length === 0 ? (
            <Nothing>{w.usage.nothing}</Nothing>
          ) : (
            <>
              <UsageChart used={value} axis={axis} />
              <Sums rows={value.sums} axis={axis} />
            </>
          )
        }
      </Shown>
      <Section title={w.usage.budget.title} note={w.usage.budget.lead}>
        <BudgetForm />
      </Section>
      <Section title={w.usage.daily.title} note={w.usage.daily.lead}>
        <DailyLimitForm />
      </Section>
    </Page>
  );
}

const NUMBERS = ["calls", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens"] as const;
const GUESSED = new Set<string>(["input_tokens", "output_tokens"]);

type Counted = Partial<Record<(typeof NUMBERS)[number], number>> & { estimated: number };

/** A number of tokens that is partly a guess says so. */
function told(row: Counted, name: (typeof NUMBERS)[number]): string {
  const number = count(row[name] ?? 0);
  return row.estimated > 0 && GUESSED.has(name) ? `≈ ${number}` : number;
}

function Sums({ rows, axis }: { rows: UsageRow[]; axis: Axis }) {
  const heads = [w.usage.axes[axis], w.usage.columns.cost, ...NUMBERS.map((name) => w.usage.columns[name])];
  const unpriced = rows.reduce((sum, row) => sum + row.unpriced, 0);
  const estimated = rows.reduce((sum, row) => sum + row.estimated, 0);
  const total = (name: (typeof NUMBERS)[number] | "cost_micros") => rows.reduce((sum, row) => sum + row[name], 0);
  return (
    <>
      <Table label={w.usage.table} heads={heads} numbers={[1, 2, 3, 4, 5, 6]}>
        {rows.map((row) => (
          <tr key={keyOf(row, axis)}>
            <th scope="row">{nameOf(row, axis)}</th>
            <td className="number">{money(row.cost_micros)}</td>
            {NUMBERS.map((name) => (
              <td key={name} className="number">
                {told(row, name)}
              </td>
            ))}
          </tr>
        ))}
        {rows.length > 1 && (
          <tr className="table-sum">
            <th scope="row">{w.usage.total}</th>
            <td className="number">{money(total("cost_micros"))}</td>
            {NUMBERS.map((name) => (
              <td key={name} className="number">
                {told({ [name]: total(name), estimated }, name)}
              </td>
            ))}
          </tr>
        )}
      </Table>
      {estimated > 0 && <p className="section-note">{w.usage.estimated(estimated)}</p>}
      {unpriced > 0 && <p className="section-note">{w.usage.unpriced(unpriced)}</p>}
    </>
  );
}
