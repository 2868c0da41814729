// What was used, as the service sums it.
import type { UsageRow, UsageRows } from "../../contract.gen";
import { read } from "../api";
import { locale } from "../../i18n/language";
import { spanOf, type Period, type Span } from "./periods";

export type Axis = "agent" | "model" | "channel" | "day";

export interface Used {
  span: Span;
  /** By time and axis. */
  overTime: UsageRow[];
  /** By axis alone: the dearest first, or day by day. */
  sums: UsageRow[];
}

export async function askUsage(period: Period, axis: Axis): Promise<Used> {
  const span = spanOf(period, new Date());
  const [overTime, sums] = await Promise.all([
    read<UsageRows>("GET", `/api/usage?${query(span, over(period, axis))}`),
    read<UsageRows>("GET", `/api/usage?${query(span, [axis])}`),
  ]);
  return { span, overTime: overTime.rows, sums: sums.rows };
}

export function csvPath(period: Period, axis: Axis): string {
  return `/api/usage.csv?${query(spanOf(period, new Date()), over(period, axis))}`;
}

/** A day is no part of another. */
function over({ bucket }: Period, axis: Axis): string[] {
  return axis === "day" ? [bucket] : [bucket, axis];
}

function query(span: Span, by: string[]): string {
  const offset = String(-span.to.getTimezoneOffset());
  const query = new URLSearchParams({ from: span.from.toISOString(), to: span.to.toISOString(), offset });
  for (const each of by) query.append("by", each);
  return query.toString();
}

const dayName = new Intl.DateTimeFormat(locale(), { dateStyle: "full" });

/** Whom or what a row is about. */
export function keyOf(row: UsageRow, axis: Axis): string {
  return (axis === "agent" ? row.agent_id : row[axis]) ?? "";
}

export function nameOf(row: UsageRow, axis: Axis): string {
  if (axis === "day") return row.day === null ? "" : dayName.format(new Date(`${row.day}T00:00`));
  return (axis === "agent" ? (row.agent_name ?? row.agent_id) : row[axis]) ?? "";
}
