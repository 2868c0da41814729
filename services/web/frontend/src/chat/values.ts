// Arguments and results of tools as text a person can read.
import type { Arguments } from "../core/contract";

/** The argument that says most, for one line: the first text, else all numbers and the like. */
export function briefly(values: Arguments): string {
  const all = Object.values(values);
  const text = all.find((value) => typeof value === "string" && value !== "");
  if (typeof text === "string") return text;
  return all.filter((value) => typeof value === "number" || typeof value === "boolean").join(", ");
}

export function showValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A result that is JSON is set out in lines. */
export function setOut(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
