// One item of the transcript, drawn again only when something in it changed, and never able to break the rest.
import { memo, useMemo } from "react";
import { isSameItem, lastMessage, withStreaming, type Item } from "../core/arrange";
import { Cell, useCell } from "../core/cell";
import type { Growing } from "../core/steady";
import { t } from "../i18n";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { AgentTurn, type Making } from "./AgentTurn";
import { PersonTurn } from "./PersonTurn";

interface TurnProps {
  item: Item;
  making: Making | null;
  /** Where its tokens come in while it is being made. */
  streaming: Cell<Growing | null> | null;
  delayed: boolean;
}

const NOTHING = new Cell<Growing | null>(null);

export const Turn = memo(
  function Turn({ item: settled, making, streaming, delayed }: TurnProps) {
    const growing = useCell(streaming ?? NOTHING);
    const newest = growing?.message ?? null;
    const item = useMemo(() => withStreaming(settled, newest), [settled, newest]);
    const message = lastMessage(item);
    return (
      <ErrorBoundary resetKey={message?.text.length} fallback={<Broken text={message?.text ?? ""} />}>
        {item.kind === "person" ? (
          <PersonTurn item={item} delayed={delayed} />
        ) : (
          <AgentTurn item={item} making={making} goesOn={growing?.goesOn ?? false} />
        )}
      </ErrorBoundary>
    );
  },
  (before, after) =>
    isSameItem(before.item, after.item) &&
    before.making === after.making &&
    before.streaming === after.streaming &&
    before.delayed === after.delayed,
);

function Broken({ text }: { text: string }) {
  return (
    <article className="turn">
      <p className="problem">{t.message.broken}</p>
      <pre className="broken">{text}</pre>
    </article>
  );
}
