// Where a thread comes from and what was forked from it: chips in the header, notches in the transcript.
import { Link, useLocation } from "wouter";
import type { Message, Thread } from "../contract.gen";
import { useThreads } from "../core/lineage";
import { t } from "../i18n";
import { Icon } from "../ui/Icon";
import { Menu, MenuItem } from "../ui/Menu";
import { titleOf } from "./actions";

function parentHref(thread: Thread): string {
  const place = thread.parent_message_id === null ? "" : `#${thread.parent_message_id}`;
  return `/chat/${thread.parent_thread_id}${place}`;
}

export function LineageChips({ thread }: { thread: Thread }) {
  const [parent] = useThreads(thread.parent_thread_id === null ? [] : [thread.parent_thread_id]);
  const forks = useThreads(thread.children);
  const [, go] = useLocation();
  return (
    <>
      {parent && (
        <Link className="chip lineage" href={parentHref(thread)}>
          <Icon name="fork" size={14} />
          <span className="chip-text">{t.thread.forkOf(titleOf(parent))}</span>
        </Link>
      )}
      {forks.length > 0 && (
        <Menu
          align="start"
          trigger={
            <button type="button" className="chip lineage">
              <Icon name="fork" size={14} />
              {t.thread.forks(forks.length)}
            </button>
          }
        >
          {forks.map((fork) => (
            <MenuItem key={fork.id} icon="fork" onClick={() => go(`/chat/${fork.id}`)}>
              {titleOf(fork)}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

/** Below the message with which forks end that were made of this thread. */
export function ForkNotch({ forks }: { forks: Thread[] }) {
  return forks.map((fork) => (
    <div key={fork.id} className="notch">
      <Icon name="fork" size={16} />
      <span className="notch-text">
        {t.thread.forkedHere} <Link href={`/chat/${fork.id}`}>{titleOf(fork)}</Link>
      </span>
    </div>
  ));
}

/** Below the last message that this thread has from the one it was forked from. */
export function OriginNotch({ thread, parent }: { thread: Thread; parent: Thread }) {
  return (
    <div className="notch">
      <Icon name="fork" size={16} />
      <span className="notch-text">
        {t.thread.forkedFrom} <Link href={parentHref(thread)}>{titleOf(parent)}</Link>
      </span>
    </div>
  );
}

/** A fork's copies are older than the fork itself. */
export function isCopied(message: Message, thread: Thread): boolean {
  return thread.parent_thread_id !== null && Date.parse(message.created_at) < Date.parse(thread.created_at);
}
