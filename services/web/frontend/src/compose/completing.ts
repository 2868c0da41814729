// What is being written that can be completed: a command or a skill at the start, an agent anywhere.

export interface Trigger {
  kind: "/" | "@";
  /** What stands behind the sign. */
  query: string;
  /** Where the sign stands in the text. */
  start: number;
}

export function findTrigger(text: string, caret: number): Trigger | null {
  const before = text.slice(0, caret);
  const command = /^\/([\w-]*)$/.exec(before);
  if (command) return { kind: "/", query: command[1] ?? "", start: 0 };
  const agent = /(?:^|\s)@([^\s@]*)$/.exec(before);
  return agent ? { kind: "@", query: agent[1] ?? "", start: caret - (agent[1] ?? "").length - 1 } : null;
}

/** Those whose name begins with the query first, then those that have it inside. */
export function rank<T>(all: readonly T[], query: string, nameOf: (each: T) => string): T[] {
  const wanted = query.toLowerCase();
  const place = (each: T) => nameOf(each).toLowerCase().indexOf(wanted);
  return all.filter((each) => place(each) >= 0).sort((a, b) => Number(place(a) > 0) - Number(place(b) > 0));
}

/** The text without what was completed, or with `put` and a space in its place; and where one goes on writing. */
export function complete(text: string, { start, query }: Trigger, put: string): [text: string, caret: number] {
  const before = text.slice(0, start);
  const rest = text.slice(start + query.length + 1).replace(/^[^\S\n]/, "");
  const placed = put === "" ? before : `${before}${put} `;
  return [placed + rest, placed.length];
}
