// One item of the transcript, drawn again only when something in it changed, and never able to break the rest.
import { memo } from "react";
import { isSameItem, lastMessage, type Item } from "../core/arrange";
import { t } from "../i18n";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { AgentTurn, type Making } from "./AgentTurn";
import { PersonTurn } from "./PersonTurn";

interface TurnProps {
  item: Item;
  making: Making | null;
  delayed: boolean;
}

export const Turn = memo(
  function Turn({ item, making, delayed }: TurnProps) {
    const message = lastMessage(item);
    return (
      <ErrorBoundary resetKey={message?.text.length} fallback={<Broken text={message?.text ?? ""} />}>
        {item.kind === "person" ? (
          <PersonTurn item={item} delayed={delayed} />
        ) : (
          <AgentTurn item={item} making={making} />
        )}
      </ErrorBoundary>
    );
  },
  (before, after) =>
    isSameItem(before.item, after.item) && before.making === after.making && before.delayed === after.delayed,
);

function Broken({ text }: { text: string }) {
  return (
    <article className="turn">
      <p className="problem">{t.message.broken}</p>
      <pre className="broken">{text}</pre>
    </article>
  );
}
