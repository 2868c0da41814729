// A long time in one or two words.
import { many } from "../../i18n/format";
import { w } from "../words";

const MINUTE = 60_000; // ms
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function uptime(ms: number): string {
  const { seconds, minutes, hours, days } = w.units;
  if (ms < MINUTE) return many(Math.floor(ms / 1000), ...seconds);
  if (ms < HOUR) return many(Math.floor(ms / MINUTE), ...minutes);
  if (ms < 2 * DAY) return many(Math.floor(ms / HOUR), ...hours);
  return many(Math.floor(ms / DAY), ...days);
}
