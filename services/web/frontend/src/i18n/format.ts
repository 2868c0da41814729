// Numbers, money, durations and dates the way the reader's language writes them.

import { locale } from "./language";

const here = locale();
const numbers = new Intl.NumberFormat(here);
const tenths = new Intl.NumberFormat(here, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(here, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(here, { weekday: "short" });
const day = new Intl.DateTimeFormat(here, { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat(here, { day: "numeric", month: "short", year: "numeric" });
const whole = new Intl.DateTimeFormat(here, { dateStyle: "full", timeStyle: "short" });

const relative = new Intl.RelativeTimeFormat(here);

const DAY = 86_400_000; // ms
const SECOND = ["second", 1000] as const;
const SPANS = [["day", DAY], ["hour", 3_600_000], ["minute", 60_000], SECOND] as const;

export function count(value: number): string {
  return numbers.format(value);
}

export function many(value: number, one: string, more: string): string {
  return `${count(value)} ${value === 1 ? one : more}`;
}

export function duration(ms: number): string {
  if (ms < 1) return "< 1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${tenths.format(ms / 1000)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Whole seconds are enough for what a person waited through. */
export function seconds(ms: number): string {
  return ms < 1000 ? duration(ms) : ms < 60_000 ? `${Math.round(ms / 1000)} s` : duration(ms);
}

const UNITS = ["B", "KB", "MB", "GB"];

export function bytes(size: number): string {
  const step = size < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(size) / Math.log(1024)));
  const value = size / 1024 ** step;
  return `${step === 0 || value >= 100 ? count(Math.round(value)) : tenths.format(value)} ${UNITS[step]}`;
}

/** Money is counted in micro-dollars; four places show what one answer costs. */
export function money(micros: number): string {
  if (micros === 0) return "$0";
  if (micros < 100) return "< $0.0001";
  const dollars = micros / 1_000_000;
  return dollars < 1 ? `$${dollars.toFixed(4)}` : `$${dollars.toFixed(2)}`;
}

/** "3 minutes ago", in the largest unit that fits. */
export function ago(ms: number): string {
  const [unit, length] = SPANS.find(([, least]) => ms >= least) ?? SECOND;
  return relative.format(-Math.max(1, Math.floor(ms / length)), unit);
}

export function dayStart(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** The shortest that still says when: a time today, a weekday this week, else a date. */
export function shortTime(iso: string, now: number = Date.now()): string {
  const at = new Date(iso);
  const age = dayStart(now) - dayStart(at.getTime());
  if (Math.abs(age) < DAY / 2) return clock.format(at);
  if (Math.abs(age) < 6.5 * DAY) return weekday.format(at);
  return at.getFullYear() === new Date(now).getFullYear() ? day.format(at) : dayOfYear.format(at);
}

/** When a message was said: the time, and the day if it was not today. */
export function messageTime(iso: string, now: number = Date.now()): string {
  const time = clock.format(new Date(iso));
  const short = shortTime(iso, now);
  return short === time ? time : `${short} ${time}`;
}

export function fullTime(iso: string): string {
  return whole.format(new Date(iso));
}
