// A part of a page that can be folded away: open where there is room, closed on a phone.
import type { ReactNode } from "react";
import { useWide } from "../../rail/useWide";
import { Icon } from "../../ui/Icon";

interface FoldProps {
  title: ReactNode;
  /** What is told of it while it is closed too. */
  note?: ReactNode;
  /** Something in it needs to be seen. */
  urgent?: boolean;
  id?: string;
  children: ReactNode;
}

export function Fold({ title, note, urgent = false, id, children }: FoldProps) {
  const wide = useWide();
  return (
    <details className="fold" id={id} open={wide || urgent}>
      <summary>
        <Icon name="right" />
        {title} {note && <small className="dim">{note}</small>}
      </summary>
      {children}
    </details>
  );
}
