// One thread in the list.
import { memo, useState } from "react";
import { Link } from "wouter";
import type { ThreadRow } from "../contract.gen";
import { changeThread, titleOf } from "../chat/actions";
import { useAgent } from "../core/agents";
import { useCell } from "../core/cell";
import { isUnread, seen } from "../core/seen";
import { t } from "../i18n";
import { shortTime } from "../i18n/format";
import { hueStyle } from "../ui/Glyph";
import { PassageLine } from "./PassageLine";
import { railOpen } from "./RailButton";
import { RenameField } from "./RenameField";
import { addressOf } from "./search";
import { ThreadMenu } from "./ThreadMenu";

interface ThreadLinkProps {
  row: ThreadRow;
  depth: number;
  current: boolean;
  now: number;
}

export const ThreadLink = memo(function ThreadLink({ row, depth, current, now }: ThreadLinkProps) {
  const { thread, passage } = row;
  const agent = useAgent(thread.agent_id);
  const unread = useCell(seen, (read) => !current && isUnread(row, read));
  const [renaming, setRenaming] = useState(false);
  const title = titleOf(thread);

  if (renaming) {
    const rename = (next: string) => {
      setRenaming(false);
      if (next !== "" && next !== thread.title) void changeThread(thread, { title: next }, t.doing.rename);
    };
    return (
      <li className="thread-item" data-depth={depth}>
        <RenameField title={thread.title} onDone={rename} onCancel={() => setRenaming(false)} />
      </li>
    );
  }
  return (
    <li className="thread-item" data-depth={depth}>
      <Link
        href={addressOf(row)}
        className={unread ? "thread-link unread" : "thread-link"}
        aria-current={current ? "page" : undefined}
        onClick={() => railOpen.set(false)} // also when the thread, or the page, is the one that is open
      >
        <span className="thread-title" dir="auto">
          {title}
        </span>
        <span className="thread-about voice" style={hueStyle(agent?.hue ?? 0)}>
          <span className={row.running ? "dot spoken live" : "dot spoken"} />
          <span className="thread-agent">{agent?.name ?? t.somebody}</span>
          <span>{shortTime(thread.last_activity_at, now)}</span>
          {row.running && !row.waiting && <span>{t.rail.running}</span>}
          {row.waiting && <span className="waits">{t.rail.waiting}</span>}
        </span>
        {passage && <PassageLine passage={passage} />}
        {unread && <span className="dot unread-dot" role="img" aria-label={t.rail.unread} />}
      </Link>
      <ThreadMenu thread={thread} onRename={() => setRenaming(true)} />
    </li>
  );
});
