// Single dollars: formulas are formulas, prices stay prices.
import type { Nodes } from "mdast";
import { expect, test } from "vitest";
import { parse } from "../../src/md/parse";

function formulas(source: string): string[] {
  const found: string[] = [];
  const visit = (node: Nodes) => {
    if (node.type === "inlineMath") found.push(node.value);
    if ("children" in node) node.children.forEach(visit);
  };
  visit(parse(source));
  return found;
}

test.each([
  ["Area: $V = \\sum_i a_i\\, d_i = 90\\,\\mathrm{L}$ so", ["V = \\sum_i a_i\\, d_i = 90\\,\\mathrm{L}"]],
  ["$x$ and $y$.", ["x", "y"]],
  ["($2x+1$)", ["2x+1"]],
  ["$3 \\text{ m}$", ["3 \\text{ m}"]],
  ["$$x$$ beside $y$", ["x", "y"]],
  ["| $a$ | b |\n|---|---|\n| $c_1$ | 2 |", ["a", "c_1"]],
  ["costs \\$5, so $x = \\$5$", ["x = \\$5"]],
])("in %s there is math", (source, expected) => {
  expect(formulas(source)).toEqual(expected);
});

test.each([
  "It costs $5 and then $6.",
  "from $5-$6 to $7-$8",
  "$5 for one, 6$ for two",
  "US$5 or A$7",
  "$ not math $",
  "a lone $x",
  "`$x$`",
  "\\$x\\$",
  "export $HOME and $PATH",
  "one $x\nnext line$",
])("in %s there is none", (source) => {
  expect(formulas(source)).toEqual([]);
});
