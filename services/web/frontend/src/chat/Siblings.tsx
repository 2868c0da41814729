// Leads from one attempt at an answer to the next.
import type { Message } from "../contract.gen";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";

export interface SiblingsProps {
  message: Message;
  siblings: Message[];
  onChoose: (message: Message) => void;
}

export function Siblings({ message, siblings, onChoose }: SiblingsProps) {
  if (siblings.length < 2) return null;

  const index = siblings.indexOf(message);
  const step = (by: number) => {
    const next = siblings[index + by];
    if (next) onChoose(next);
  };
  // Not `disabled`, which would take the focus away from whoever came here by the keyboard.
  return (
    <span className="siblings">
      <IconButton icon="left" label={t.message.previous} aria-disabled={index === 0} onClick={() => step(-1)} />
      <span className="number">{t.message.sibling(index + 1, siblings.length)}</span>
      <IconButton
        icon="right"
        label={t.message.next}
        aria-disabled={index === siblings.length - 1}
        onClick={() => step(1)}
      />
    </span>
  );
}
