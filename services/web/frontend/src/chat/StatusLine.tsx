// What a screen reader is told about the answer that is being made.
import { useCell } from "../core/cell";
import type { ThreadStore } from "../core/thread";
import { statusLine } from "./status";

export function StatusLine({ store, name }: { store: ThreadStore; name: string }) {
  const words = useCell(store.state, ({ view }) => statusLine(view, name));
  return (
    <div className="unseen" role="status">
      {words}
    </div>
  );
}
