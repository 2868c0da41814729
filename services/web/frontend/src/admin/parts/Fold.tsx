// A part of a page that can be folded away: open where there is room, closed on a phone.
import { useState, type ReactNode } from "react";
import { useWide } from "../../rail/useWide";
import { Icon } from "../../ui/Icon";

interface FoldProps {
  title: ReactNode;
  /** What is told of it while it is closed too. */
  note?: ReactNode;
  /** Something in it needs to be seen. */
  urgent?: boolean;
  /** There are so many that each begins closed, everywhere, and is made when it is opened. */
  closed?: boolean;
  id?: string;
  children: ReactNode;
}

export function Fold({ title, note, urgent = false, closed = false, id, children }: FoldProps) {
  const isWide = useWide();
  const opens = urgent || (isWide && !closed);
  const [wasOpened, setOpened] = useState(urgent);
  return (
    <details className="fold" id={id} open={opens} onToggle={({ currentTarget }) => currentTarget.open && setOpened(true)}>
      <summary>
        <Icon name="right" />
        {title} {note && <small className="dim">{note}</small>}
      </summary>
      {(!closed || wasOpened) && children}
    </details>
  );
}
