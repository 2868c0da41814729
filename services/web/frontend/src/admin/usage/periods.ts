// The spans of time that usage is looked at in.
import { w } from "../words";

export interface Period {
  id: string;
  name: string;
  buckets: number;
  bucket: "hour" | "day";
}

const HOUR = 3_600_000; // ms

export const PERIODS: Period[] = [
  { id: "24h", name: w.usage.periods.day, buckets: 24, bucket: "hour" },
  { id: "7d", name: w.usage.periods.week, buckets: 7, bucket: "day" },
  { id: "30d", name: w.usage.periods.month, buckets: 30, bucket: "day" },
  { id: "90d", name: w.usage.periods.quarter, buckets: 90, bucket: "day" },
];

export interface Span {
  from: Date;
  to: Date;
  /** Each bucket's name as the service says it, the oldest first, and its beginning. */
  buckets: { key: string; at: Date }[];
}

/** Whole hours or days of the reader's clock, with the one that is running. */
export function spanOf({ buckets, bucket }: Period, now: Date): Span {
  const last = new Date(now);
  if (bucket === "day") last.setHours(0, 0, 0, 0);
  else last.setMinutes(0, 0, 0);
  const starts = Array.from({ length: buckets }, (_, index) => back(last, bucket, buckets - 1 - index));
  return { from: starts[0] ?? last, to: now, buckets: starts.map((at) => ({ key: keyOf(at, bucket), at })) };
}

/** Days are stepped by the calendar: some have 23 hours. */
function back(from: Date, bucket: Period["bucket"], by: number): Date {
  if (bucket === "hour") return new Date(from.getTime() - by * HOUR);
  const at = new Date(from);
  at.setDate(at.getDate() - by);
  return at;
}

function keyOf(at: Date, bucket: Period["bucket"]): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return bucket === "day" ? day : `${day}T${two(at.getHours())}`;
}
