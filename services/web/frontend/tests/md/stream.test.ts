// A text that streams in ends as the same blocks as the text read whole, however it was cut.
import type { Nodes } from "mdast";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/md/parse";
import { BlockStream, type Block } from "../../src/md/stream";
import { answerOf, cutAtRandom, random } from "./documents";

const LINES = [
  "# h\n",
  "para **bold",
  "** x\n",
  "\n",
  "- a\n",
  "  - b\n",
  "1. c\n\n   d\n",
  "```py\n",
  "x = 1\n",
  "```\n",
  "> q\n",
  "| a | b |\n",
  "|---|---|\n",
  "| 1 | 2 |\n",
  "---\n",
  "===\n",
  "    indented\n",
  "<div>\n",
  "</div>\n",
  "$$\n",
  "a^2\n",
  "~~~\n",
  "[x]: http://e.org\n",
  "see [x] \n",
  "see [x y] and [x\\]]\n",
  "[x\ny]: /u\n",
  "[x\\]]: /u\n",
  "- [x]: /u\n",
  "> [x]: /u\n",
  "1.  a\n\n    [x]: /u\n",
  "> - [^1]: note\n",
  "[^1]: note\n",
  "t[^1]\n",
  "* * *\n",
  "\t tab\n",
  "- [ ] t\n",
  "&amp; \\*\n",
  "<!-- c\n",
  "-->\n",
  "lazy\n",
  "1) z\n",
  "#\n",
  "\\(a\\)\n",
  "$x^2$ of $5\n",
  "$a\n",
  "\\[ b\n",
  "c \\]\n",
  "🙂 ß\n",
  "\r\n",
  "cr\r",
];

function withoutPlaces(node: Nodes): unknown {
  const { position: _, ...rest } = node;
  return "children" in rest ? { ...rest, children: rest.children.map(withoutPlaces) } : rest;
}

// From how many characters on blocks that no empty line parts are told apart: so many that it never happens, or soon.
const LARGE = [2000, 20];

describe("a streamed text", () => {
  test.each(LARGE)("ends as the whole text, for 1500 random documents cut at random (large: %i)", (large) => {
    const next = random(99);
    for (let round = 0; round < 1500; round++) {
      const length = 1 + Math.floor(next() * 14);
      const whole = Array.from({ length }, () => LINES[Math.floor(next() * LINES.length)]).join("");
      const stream = new BlockStream(large);
      let text = "";
      for (const piece of cutAtRandom(whole, 1 + Math.floor(next() * 20), round)) {
        text += piece;
        stream.update(text, false);
      }

      const blocks = stream.update(text, true).map((block) => withoutPlaces(block.node));

      expect(blocks, JSON.stringify(whole)).toEqual(parse(whole).children.map(withoutPlaces));
    }
  });

  // Definitions reach back, which is made up for at the end.
  const plain = LINES.filter((line) => !line.includes("]: ")).concat("\n", "\n", "+1 x\n", "- k\n\n", "www.a.b\n");
  test.each(LARGE)("is its whole at each moment, for 300 random documents in small pieces (large: %i)", (large) => {
    const next = random(7);
    for (let round = 0; round < 300; round++) {
      const length = 1 + Math.floor(next() * 12);
      const whole = Array.from({ length }, () => plain[Math.floor(next() * plain.length)]).join("");
      const stream = new BlockStream(large);
      for (let end = 1; end <= whole.length; end += 1 + Math.floor(next() * 6)) {
        const text = whole.slice(0, end);
        stream.update(text, false);

        const blocks = stream.update(text, true).map((block) => withoutPlaces(block.node));

        expect(blocks, JSON.stringify(text)).toEqual(parse(text).children.map(withoutPlaces));
      }
    }
  });

  test("changes fewer than three blocks with each of a thousand pieces", () => {
    const stream = new BlockStream();
    let text = "";
    let changed = 0;
    let before: Block[] = [];
    const pieces = cutAtRandom(answerOf(20_000, 3), 1000, 1);
    for (const piece of pieces) {
      text += piece;
      const blocks = stream.update(text, false);
      changed += blocks.filter((block, index) => before[index] !== block).length;
      before = blocks;
    }

    expect(changed / pieces.length).toBeLessThan(3);
  });

  test("is mended at its open end", () => {
    const stream = new BlockStream();

    const [paragraph] = stream.update("some **bold wor", false);

    expect(paragraph?.node).toMatchObject({ children: [{ value: "some " }, { type: "strong" }] });
  });

  test("is mended without losing how an indented list stands", () => {
    for (const [text, whole] of [
      ["  - a\n  - **bo", "  - a\n  - **bo**"],
      ["para\n\n   1. a\n   2. *b", "para\n\n   1. a\n   2. *b*"],
      ["para\r\r  - a\r  - **b", "para\r\r  - a\r  - **b**"],
    ] as const) {
      const blocks = new BlockStream().update(text, false);

      expect(blocks.map(({ node }) => withoutPlaces(node))).toEqual(parse(whole).children.map(withoutPlaces));
      expect(blocks.map(({ start }) => start)).toEqual(parse(whole).children.map((node) => node.position?.start.offset));
    }
  });

  test.each(["- [1]: /u\n", "> [1]: /u\n", "1.  a\n\n    [1]: /u\n", "> - [^1]: note\n", "[1\n]: /u\n"])(
    "has the links and notes that are defined after them in %j",
    (definition) => {
      const text = "As in [1] and [^1]\n\nSources:\n\n";
      const stream = new BlockStream();
      stream.update(text, false);

      const blocks = stream.update(text + definition, true);

      const whole = parse(text + definition).children;
      expect(blocks.map((block) => withoutPlaces(block.node))).toEqual(whole.map(withoutPlaces));
      expect(blocks[0]?.node).not.toEqual(parse(text).children[0]);
    },
  );

  test("is shown once where lines end with a carriage return only", () => {
    const stream = new BlockStream(20);

    stream.update("# a first heading of many\r# second\n# thi", false);
    const blocks = stream.update("# a first heading of many\r# second\n# third", false);

    expect(blocks.map((block) => block.source)).toEqual(["# a first heading of many", "# second", "# third"]);
  });

  test("has the notes and links whose definitions came after them", () => {
    const stream = new BlockStream();
    for (const text of ["see t[^1]\n", "see t[^1]\n> q\n\n", "see t[^1]\n> q\n\n[^1]: note\n"]) stream.update(text, false);
    const whole = "see t[^1]\n> q\n\n[^1]: note\n";

    const blocks = stream.update(whole, true);

    expect(blocks.map((block) => withoutPlaces(block.node))).toEqual(parse(whole).children.map(withoutPlaces));
    expect(stream.update(whole, true)).toBe(blocks);
  });

  test("that turns out to be another text is read anew", () => {
    const stream = new BlockStream();
    stream.update("# first\n\nsecond\n\nthird", false);

    const blocks = stream.update("other", false);

    expect(blocks.map((block) => block.source)).toEqual(["other"]);
  });
});
