// Keeps hostile nesting out of the recursive parser and renderer: such text is shown as it was written.
import type { Nodes, Root } from "mdast";

const MAX_DEPTH = 100; // levels of nesting in the finished tree

// Thousands of nested quotes overflow the stack of any Markdown parser; hundreds of nested lists take it seconds.
const NESTED = /^(?![ \t]*([-*+])(?:[ \t]*\1)*[ \t]*$)(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){40}/m;
const INDENTED_LIST = /^[ \t]{100,}(?:[-*+]|\d{1,9}[.)])[ \t]/m;
// A long run of opening brackets makes the search for their ends grow with its square.
const BRACKETS = /(?:!?\[){60}|(?:[*_~]{1,3}[^\s*_~]{1,3}\s){400}/;

export function isHostile(source: string): boolean {
  return NESTED.test(source) || INDENTED_LIST.test(source) || BRACKETS.test(source);
}

export function isTooDeep(root: Root): boolean {
  let level: Nodes[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((node) => ("children" in node ? node.children : []));
  }
  return false;
}

/** The whole source as one block of plain text. */
export function asPlain(source: string): Root {
  const start = { line: 1, column: 1, offset: 0 };
  const end = { line: 1, column: 1, offset: source.length };
  return { type: "root", children: [{ type: "code", value: source, position: { start, end } }] };
}
