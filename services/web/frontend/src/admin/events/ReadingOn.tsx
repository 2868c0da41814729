// How far the older events have come, while the newest are shown; and why they do not.
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { w } from "../words";
import type { Older } from "./useOlder";

const e = w.events;

export function ReadingOn({ older, count, wanted }: { older: Older; count: number; wanted: number }) {
  const id = "reading-on";
  if (older.problem !== null)
    return (
      <div className="trouble" role="alert">
        <p>
          {e.stuck(count, wanted)} {older.problem}
        </p>
        <Button icon="retry" onClick={older.again}>
          {t.retry}
        </Button>
      </div>
    );
  return (
    <p className="reading-on">
      <progress max={wanted} value={count} aria-labelledby={id} />
      <span id={id}>{e.readingOn(count, wanted)}</span>
    </p>
  );
}
