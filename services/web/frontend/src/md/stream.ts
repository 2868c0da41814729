// Markdown as it streams in: only the open end of the text is parsed again.
import type { RootContent } from "mdast";
import remend from "remend";
import { parse } from "./parse";

export interface Block {
  start: number;
  source: string;
  node: RootContent;
}

// Most blocks end at an empty line before another. Those that do not are looked for once the open end is long.
const NEW_BLOCK = /\n[ \t]*\r?\n[ \t]*\S[^\n]*\n/;
const LARGE = 2000; // characters

// Definitions of links and footnotes reach back into blocks that are closed already.
const DEFINES = /^ {0,3}\[[^\]\n]+\]:/m;

/**
 * The blocks of a growing text. CommonMark decides blocks line by line and never reopens a closed one, so of the whole
 * lines heard so far every root block but the last is final. A block that did not change keeps its identity.
 */
export class BlockStream {
  private text = "";
  private closed: Block[] = [];
  private openFrom = 0; // where the text after `closed` begins
  private decidedTo = 0; // how much of the text, in whole lines, `closed` was worked out from
  private blocks: Block[] = [];
  private readWhole = false; // and not piece by piece, when a definition could not reach back yet

  update(text: string, done: boolean): Block[] {
    if (done && (this.text === "" || DEFINES.test(text))) return this.restart(text);
    if (text !== this.text || this.blocks.length === 0) this.grow(text);
    return done ? this.blocks : mendEnd(this.blocks);
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
    this.closeBlocks(text);
    const open = readBlocks(text.slice(this.openFrom), this.openFrom);
    this.blocks = this.closed.concat(keepSame(open, this.blocks.slice(this.closed.length)));
    this.text = text;
    this.readWhole = false;
  }

  // Only whole lines decide: half a line may still turn out to be a table's rule or a heading's underline.
  private closeBlocks(text: string): void {
    const end = text.lastIndexOf("\n") + 1;
    const isLarge = end - this.openFrom > LARGE && end > this.decidedTo;
    if (!isLarge && !NEW_BLOCK.test(text.slice(Math.max(0, this.decidedTo - 1), end))) return;
    this.decidedTo = end;
    const blocks = readBlocks(text.slice(this.openFrom, end), this.openFrom);
    const last = blocks.pop();
    if (last === undefined || blocks.length === 0) return;
    this.closed = this.closed.concat(keepSame(blocks, this.blocks.slice(this.closed.length)));
    // From the beginning of its line: the indentation before a block belongs to it.
    this.openFrom = last.start - ((last.node.position?.start.column ?? 1) - 1);
  }

  private forget(): void {
    this.text = "";
    this.closed = [];
    this.openFrom = this.decidedTo = 0;
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

function keepSame(fresh: Block[], known: Block[]): Block[] {
  return fresh.map((block, index) => {
    const before = known[index];
    const same =
      before?.start === block.start && before.source === block.source && before.node.type === block.node.type;
    return same ? before : block;
  });
}

// While it streams, an unclosed ** or ` in the open block is shown as if it were closed already.
function mendEnd(blocks: Block[]): Block[] {
  const last = blocks.at(-1);
  if (last === undefined || ["code", "html", "math"].includes(last.node.type)) return blocks;
  const mended = remend(last.source, { htmlTags: false, linkMode: "text-only" });
  if (mended === last.source) return blocks;
  return blocks.slice(0, -1).concat(readBlocks(mended, last.start));
}
