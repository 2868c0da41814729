// Cost over time as stacked bars, or tokens where nothing has a price.
import type { UsageRow } from "../../contract.gen";
import { agents } from "../../core/agents";
import { useCell } from "../../core/cell";
import { count } from "../../i18n/format";
import { locale } from "../../i18n/language";
import { Bars, type Stack } from "../../ui/Bars";
import { hueStyle } from "../../ui/Glyph";
import { HUES } from "../agents/creating";
import { w } from "../words";
import { keyOf, nameOf, type Axis, type Used } from "./askUsage";

const TICKS = 6; // names of buckets under the bars

const dayName = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short" });
const hourName = new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" });

export function UsageChart({ used, axis }: { used: Used; axis: Axis }) {
  const hueOf = useHues(used, axis);
  const inMoney = used.sums.some((row) => row.cost_micros > 0);
  const valueOf = (row: UsageRow) => (inMoney ? row.cost_micros : row.input_tokens + row.output_tokens);
  const write = inMoney ? shortMoney : shortCount;
  const stacks = stack(used, axis, valueOf, hueOf);
  return (
    <figure className="chart">
      {!inMoney && <figcaption className="section-note">{w.usage.noPrice}</figcaption>}
      {axis !== "day" && <Legend used={used} axis={axis} hueOf={hueOf} />}
      <Bars label={inMoney ? w.usage.costChart : w.usage.tokenChart} stacks={stacks} write={write} />
    </figure>
  );
}

function Legend({ used, axis, hueOf }: { used: Used; axis: Axis; hueOf: (key: string) => number }) {
  return (
    <ul className="legend">
      {used.sums.map((row) => (
        <li key={keyOf(row, axis)} className="voice" style={hueStyle(hueOf(keyOf(row, axis)))}>
          <span className="dot spoken" />
          {nameOf(row, axis)}
        </li>
      ))}
    </ul>
  );
}

function stack(used: Used, axis: Axis, valueOf: (row: UsageRow) => number, hueOf: (key: string) => number): Stack[] {
  const { buckets } = used.span;
  const isDay = buckets[0]?.key.length === 10;
  const every = Math.ceil(buckets.length / TICKS);
  return buckets.map(({ key, at }, index) => {
    const label = isDay ? dayName.format(at) : hourName.format(at);
    const rows = used.overTime.filter((row) => (row.hour ?? row.day) === key);
    if (axis === "day") {
      const hue = hueOf("");
      return {
        label,
        tick: index % every === 0 ? label : "",
        parts: rows.map((row) => ({ hue, name: label, value: valueOf(row) })),
      };
    }
    const parts = used.sums.flatMap((sum) => {
      const row = rows.find((each) => keyOf(each, axis) === keyOf(sum, axis));
      const name = keyOf(sum, axis);
      return row ? [{ hue: hueOf(name), name, value: valueOf(row) }] : [];
    });
    return { label, tick: index % every === 0 ? label : "", parts };
  });
}

/** Agents have their own; models and channels take what is easily told apart. */
function useHues(used: Used, axis: Axis): (key: string) => number {
  const known = useCell(agents);
  const order = used.sums.map((row) => keyOf(row, axis));
  return (key) => {
    const own = axis === "agent" ? known.find((agent) => agent.id === key)?.hue : undefined;
    return own ?? HUES[order.indexOf(key) % HUES.length] ?? 215;
  };
}

function shortMoney(micros: number): string {
  const cents = micros / 10_000;
  if (cents === 0) return "0";
  return cents < 100 ? `${Number(cents.toPrecision(2))}¢` : `$${Number((cents / 100).toPrecision(2))}`;
}

function shortCount(value: number): string {
  return value >= 1000 ? `${count(Math.round(value / 100) / 10)}k` : count(value);
}
