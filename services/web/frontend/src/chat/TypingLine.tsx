// Who else writes in this thread right now.
import { t } from "../i18n";

const NAMED = 2; // more are counted

export function TypingLine({ names }: { names: readonly string[] }) {
  return (
    <p className="typing-line" role="status">
      {names.length > 0 && t.thread.typing(names.slice(0, NAMED), Math.max(0, names.length - NAMED))}
    </p>
  );
}
