// Events as lines of a log, the newest first; each opens to the whole of it as JSON.
import { useState } from "react";
import { Link } from "wouter";
import { Copy } from "../../ui/Copy";
import { titleOf } from "../../chat/actions";
import { useCell } from "../../core/cell";
import { threadList } from "../../core/threadList";
import { w } from "../words";
import { describe, toneOf } from "./describe";
import { promptOf, SentPrompt } from "./SentPrompt";
import type { Line } from "./useFeed";

const e = w.events;
const PAGE = 200; // lines

const clock = new Intl.DateTimeFormat(undefined, {
  ...({ hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 } as const),
  hourCycle: "h23",
});

export function EventRows({ lines, withThread }: { lines: Line[]; withThread: boolean }) {
  const [shown, setShown] = useState(PAGE);
  const newest = lines.slice(-shown).reverse();
  return (
    <>
      <ol className="event-log" aria-label={e.log} reversed>
        {newest.map((line) => (
          <EventRow key={line.key} line={line} withThread={withThread} />
        ))}
      </ol>
      {lines.length > shown && (
        <button type="button" className="button plain" onClick={() => setShown((now) => now + PAGE)}>
          {e.older}
        </button>
      )}
    </>
  );
}

function EventRow({ line: { at, event }, withThread }: { line: Line; withThread: boolean }) {
  const [open, setOpen] = useState(false);
  const seq = "seq" in event ? event.seq : null;
  const prompt = promptOf(event);
  return (
    <li>
      <details className="event" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
        <summary>
          <span className="event-seq">{seq ?? ""}</span>
          <time className="event-at">{clock.format(at)}</time>
          <span className={`event-kind ${toneOf(event)}`}>{event.kind}</span>
          <span className="event-about">{describe(event)}</span>
        </summary>
        {open && (
          <div className="event-whole">
            {prompt !== null && <SentPrompt prompt={prompt} />}
            <p className="row">
              {withThread && event.thread_id !== undefined && <ThreadLinks threadId={event.thread_id} />}
              {event.kind === "debug.stranger" && <Link href="/admin/telegram">{e.allow}</Link>}
              <Copy text={JSON.stringify(event, null, 2)} label={e.copy} />
            </p>
            <pre className="command" tabIndex={0} aria-label={e.json}>
              {JSON.stringify(event, null, 2)}
            </pre>
          </div>
        )}
      </details>
    </li>
  );
}

function ThreadLinks({ threadId }: { threadId: string }) {
  const thread = useCell(threadList, ({ rows }) => rows.find((row) => row.thread.id === threadId)?.thread);
  return (
    <>
      <Link href={`/chat/${threadId}`}>{thread ? titleOf(thread) : threadId}</Link>
      <Link href={`/admin/events/${threadId}`}>{e.onlyThis}</Link>
    </>
  );
}
