// The transcript: follows the end, keeps its place while older messages come in, counts what is new below.
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { arrange, itemKey, lastMessage, type Item } from "../core/arrange";
import { useCell } from "../core/cell";
import { useThreads } from "../core/lineage";
import { markSeen } from "../core/seen";
import type { ThreadStore } from "../core/thread";
import { t } from "../i18n";
import type { Making } from "./AgentTurn";
import { Earlier } from "./Earlier";
import { Jump } from "./Jump";
import { ForkNotch, OriginNotch, isCopied } from "./Lineage";
import { Plan } from "./Plan";
import { Refused } from "./Refused";
import { Turn } from "./Turn";
import { TurnError } from "./TurnError";
import { useDelayed } from "./useDelayed";
import { useFollow } from "./useFollow";
import { useMessageLink } from "./useMessageLink";

export function Log({ store, empty }: { store: ThreadStore; empty: ReactNode }) {
  const { phase, view, earlier, trouble } = useCell(store.settled);
  const log = useRef<HTMLDivElement>(null);
  const turns = useRef<HTMLDivElement>(null);
  const follow = useFollow(log, turns);
  const items = useMemo(() => arrange(view), [view]);
  const { turn, notice, approvals, questions, thread, todos } = view.runtime_context;
  const making = useMemo<Making>(() => ({ turn, notice, approvals, questions }), [turn, notice, approvals, questions]);
  const delayed = useDelayed(view.thread_id);
  const forks = useThreads(thread?.children ?? []);
  const [parent] = useThreads(thread?.parent_thread_id ? [thread.parent_thread_id] : []);

  useMessageLink(store, phase === "ready", follow.stayAt);
  useJumpAfterSending(items, follow.jump);
  useEffect(() => {
    if (follow.atEnd) store.forgetOldest();
  }, [follow.atEnd, store]);
  useEffect(() => {
    if (!follow.atEnd || phase !== "ready") return;
    const see = () => {
      if (!document.hidden) markSeen(view.thread_id, view.seq);
    };
    see();
    document.addEventListener("visibilitychange", see);
    return () => document.removeEventListener("visibilitychange", see);
  }, [follow.atEnd, phase, view.thread_id, view.seq]);

  const copiedTo = thread && parent ? items.findLastIndex((item) => isCopiedItem(item, thread)) : -1;
  const toEnd = (event: React.KeyboardEvent) => {
    if (event.key === "End" && event.target === log.current) follow.jump();
  };
  return (
    <div className="log-place">
      <div
        className="log"
        ref={log}
        role="log"
        aria-label={t.thread.messages}
        aria-live="off"
        tabIndex={0}
        onKeyDown={toEnd}
      >
        <Earlier store={store} log={log} has={view.metadata.has_earlier} state={earlier} />
        {phase === "loading" && <p className="loading">{trouble ?? t.thread.loading}</p>}
        {phase === "ready" && items.length === 0 && empty}
        <div className="turns" ref={turns}>
          {items.flatMap((item, index) => [
            <Turn
              key={itemKey(item)}
              item={item}
              making={item.kind === "answer" && item.live ? making : null}
              streaming={item.kind === "answer" && item.live ? store.streaming : null}
              delayed={item.kind === "person" && delayed.has(item.message.id)}
            />,
            <ForkNotch
              key={`forks ${itemKey(item)}`}
              forks={forks.filter((fork) => endsWith(item, fork.parent_message_id))}
            />,
            index === copiedTo && thread && parent && <OriginNotch key="origin" thread={thread} parent={parent} />,
          ])}
          <Plan todos={todos} />
          <TurnError view={view} />
          <Refused threadId={view.thread_id} />
        </div>
      </div>
      <Jump shown={!follow.atEnd} items={items} onJump={follow.jump} />
    </div>
  );
}

function endsWith(item: Item, messageId: string | null): boolean {
  if (messageId === null) return false;
  return item.kind === "person" ? item.message.id === messageId : item.answers.some((each) => each.id === messageId);
}

function isCopiedItem(item: Item, thread: Parameters<typeof isCopied>[1]): boolean {
  const message = lastMessage(item);
  return message !== undefined && !message.pending && isCopied(message, thread);
}

/** Whoever sends something wants to see it. */
function useJumpAfterSending(items: Item[], jump: () => void): void {
  const last = items.at(-1);
  const sending = last?.kind === "person" && last.message.pending ? last.message.id : null;
  useEffect(() => {
    if (sending !== null) jump();
  }, [sending, jump]);
}
