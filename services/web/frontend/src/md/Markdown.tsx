// A text of an agent, whole or still growing, shown as Markdown.
import { memo, useRef, useState } from "react";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { draw } from "./draw";
import { BlockStream, type Block } from "./stream";

const SHOWN_AT_FIRST = 60_000; // characters; more only when asked for

const BlockView = memo(function BlockView({ block }: { block: Block }) {
  return draw(block.node, 0);
});

export const Markdown = memo(function Markdown({ text, done }: { text: string; done: boolean }) {
  const stream = useRef<BlockStream>(null);
  stream.current ??= new BlockStream();
  const [whole, showWhole] = useState(false);

  const cut = !whole && text.length > SHOWN_AT_FIRST;
  const blocks = stream.current.update(cut ? text.slice(0, SHOWN_AT_FIRST) : text, done || cut);
  return (
    <>
      <div className="md" dir="auto">
        {blocks.map((block) => (
          <BlockView key={block.start} block={block} />
        ))}
      </div>
      {cut && (
        <p className="more-text">
          {t.markdown.cut(SHOWN_AT_FIRST, text.length)}
          <Button onClick={() => showWhole(true)}>{t.markdown.showAll}</Button>
        </p>
      )}
    </>
  );
});
