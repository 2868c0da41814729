// A text of an agent, whole or still growing, shown as Markdown.
import { memo, useRef, useState } from "react";
import { CutNote } from "../ui/CutNote";
import { draw } from "./draw";
import { BlockStream, type Block } from "./stream";

const SHOWN_AT_FIRST = 60_000; // characters; more only when asked for
const GROUP = 16; // blocks; a long answer that grows is compared by groups, not by each of its blocks

const BlockView = memo(function BlockView({ block }: { block: Block }) {
  return draw(block.node, 0);
});

const BlockGroup = memo(
  function BlockGroup({ blocks }: { blocks: Block[] }) {
    return blocks.map((block) => <BlockView key={block.start} block={block} />);
  },
  ({ blocks: before }, { blocks: after }) =>
    before.length === after.length && before.every((block, index) => block === after[index]),
);

export const Markdown = memo(function Markdown({ text, done }: { text: string; done: boolean }) {
  const stream = useRef<BlockStream>(null);
  stream.current ??= new BlockStream();
  const [whole, showWhole] = useState(false);

  const cut = !whole && text.length > SHOWN_AT_FIRST;
  const blocks = stream.current.update(cut ? text.slice(0, SHOWN_AT_FIRST) : text, done || cut);
  return (
    <>
      <div className="md" dir="auto">
        {inGroups(blocks).map((group, index) => (
          <BlockGroup key={index} blocks={group} />
        ))}
      </div>
      {cut && <CutNote shown={SHOWN_AT_FIRST} of={text.length} onWhole={() => showWhole(true)} />}
    </>
  );
});

function inGroups(blocks: Block[]): Block[][] {
  return Array.from({ length: Math.ceil(blocks.length / GROUP) }, (_, index) =>
    blocks.slice(index * GROUP, (index + 1) * GROUP),
  );
}
