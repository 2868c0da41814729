// What the person at this browser is called; another browser may have another name.
import { Cell } from "./cell";
import { forget, keep, recall } from "./kept";

const KEPT = "name";

export const NAME_LIMIT = 80; // characters, as many as the service takes

export const personName = new Cell<string>(recall<string>(KEPT) ?? "");

/** Null until somebody has given a name. */
export function myName(): string | null {
  return personName.get() || null;
}

export function nameMyself(name: string): void {
  const next = name.trim().slice(0, NAME_LIMIT);
  if (next === "") forget(KEPT);
  else keep(KEPT, next);
  personName.set(next);
}
