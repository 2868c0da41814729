// Markdown as it streams in: only the open end of the text is parsed again.
import type { RootContent } from "mdast";
import remend from "remend";
import { parse } from "./parse";

export interface Block {
  start: number;
  source: string;
  node: RootContent;
}

const EMPTY_LINE = /\n[ \t]*\r?\n/;
// Most blocks stand apart by an empty line. Those that do not are told apart once the open end is long.
const LARGE = 2000; // characters
// How a line begins that will not go on with what stands before the empty line, however it grows.
const BEGINS = /^\S/;
const BEGINS_NO_ITEM = /^[^\s\d*+-]/;
// Without any of these there is nothing to mend.
const MARKS = /[*_`~[$<>]|[-=]\s*$/;

// Definitions of links and footnotes reach back into blocks that are closed already, from within lists and quotes too.
const DEFINES = /^(?:[ \t>*+-]|\d{1,9}[.)])*\[(?:\\[^]|[^[\]\\])+\]:/m;

/**
 * The blocks of a growing text. CommonMark decides blocks line by line and never reopens a closed one, so of the whole
 * lines heard so far every root block but the last is final, and that one too when the line that is being heard begins
 * another. A block that did not change keeps its identity.
 */
export class BlockStream {
  private readonly large: number;
  private text = "";
  private closed: Block[] = [];
  private openFrom = 0; // where the text after `closed` begins
  private blocks: Block[] = [];
  private readWhole = false; // and not piece by piece, when a definition could not reach back yet

  constructor(large = LARGE) {
    this.large = large;
  }

  update(text: string, done: boolean): Block[] {
    if (done && (this.text === "" || DEFINES.test(text))) return this.restart(text);
    if (text !== this.text || this.blocks.length === 0) this.grow(text);
    return done ? this.blocks : mendEnd(this.blocks, text);
  }

  private restart(text: string): Block[] {
    if (text === this.text && this.readWhole) return this.blocks;
    this.forget();
    this.blocks = readBlocks(text, 0);
    this.readWhole = true;
    this.text = text;
    return this.blocks;
  }

  private grow(text: string): void {
    if (!text.startsWith(this.text)) this.forget();
    const open = readBlocks(text.slice(this.openFrom), this.openFrom);
    this.blocks = this.closed.concat(keepSame(open, this.blocks.slice(this.closed.length)));
    this.text = text;
    this.readWhole = false;
    this.closeBlocks();
  }

  private closeBlocks(): void {
    const { blocks, closed, text } = this;
    const index = blocks.findLastIndex((block, at) => at > closed.length && this.isApart(blocks[at - 1], block));
    const first = blocks[index];
    if (first === undefined) return;
    this.closed = blocks.slice(0, index);
    this.openFrom = withIndent(text, first.start);
  }

  /** What comes will change nothing before `block`, and `block` is read the same alone. */
  private isApart(before: Block | undefined, block: Block): boolean {
    if (before === undefined) return false;
    const line = this.text.lastIndexOf("\n") + 1; // where the one begins that is being heard
    const isApart = EMPTY_LINE.test(this.text.slice(before.start + before.source.length, block.start));
    if (block.start >= line) {
      const begins = before.node.type === "list" ? BEGINS_NO_ITEM : BEGINS;
      return isApart && begins.test(this.text.slice(line));
    }
    // Half a line may look like the rule that makes the line before it a table, and turn out to be none.
    return isApart || (line - this.openFrom > this.large && block.node.type !== "table");
  }

  private forget(): void {
    this.text = "";
    this.closed = [];
    this.openFrom = 0;
    this.blocks = [];
  }
}

function readBlocks(source: string, base: number): Block[] {
  return parse(source).children.map((node) => {
    const start = node.position?.start.offset ?? 0;
    const end = node.position?.end.offset ?? source.length;
    return { start: base + start, source: source.slice(start, end), node };
  });
}

/** Where the indentation before a block begins: it belongs to the block. */
function withIndent(text: string, start: number): number {
  let from = start;
  while (text[from - 1] === " " || text[from - 1] === "\t") from--;
  return from;
}

function keepSame(fresh: Block[], known: Block[]): Block[] {
  return fresh.map((block, index) => {
    const before = known[index];
    const same =
      before?.start === block.start && before.source === block.source && before.node.type === block.node.type;
    return same ? before : block;
  });
}

// While it streams, an unclosed ** or ` in the open block is shown as if it were closed already.
function mendEnd(blocks: Block[], text: string): Block[] {
  const last = blocks.at(-1);
  if (last === undefined || ["code", "html", "math"].includes(last.node.type) || !MARKS.test(last.source)) return blocks;
  const mended = remend(last.source, { htmlTags: false, linkMode: "text-only" });
  if (mended === last.source) return blocks;
  // By their indentation the lines of a list tell what is within what.
  const from = withIndent(text, last.start);
  return blocks.slice(0, -1).concat(readBlocks(text.slice(from, last.start) + mended, from));
}
