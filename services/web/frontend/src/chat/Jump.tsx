// The way back to the end, with the number of messages that came in the meantime.
import { useRef } from "react";
import { lastMessage, type Item } from "../core/arrange";
import { t } from "../i18n";
import { Icon } from "../ui/Icon";

interface JumpProps {
  shown: boolean;
  items: Item[];
  onJump: () => void;
}

export function Jump({ shown, items, onJump }: JumpProps) {
  const known = useRef<string | undefined>(undefined);
  const ids = items.map((item) => lastMessage(item)?.id);
  if (!shown) known.current = ids.at(-1);
  if (!shown) return null;

  const since = ids.lastIndexOf(known.current);
  const fresh = since < 0 ? 0 : ids.length - 1 - since;
  return (
    <button type="button" className={fresh > 0 ? "jump news" : "jump"} aria-label={t.thread.jump} onClick={onJump}>
      <Icon name="down" />
      {fresh > 0 && <span className="number">{t.thread.jumpNew(fresh)}</span>}
    </button>
  );
}
