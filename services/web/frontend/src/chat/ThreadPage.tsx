// One thread: its head, its transcript, and where to write.
import { useEffect, useMemo } from "react";
import { useAgent } from "../core/agents";
import { useCell } from "../core/cell";
import { threadList } from "../core/threadList";
import { sendMessage, threadStore, watchThread } from "../core/client";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { ThreadDialogLater } from "../ui/Later";
import { changeThread, stopTurn, titleOf } from "./actions";
import { Banner } from "./Banner";
import { Composer } from "../compose/Composer";
import { Queue } from "../compose/Queue";
import { Header } from "./Header";
import { Log } from "./Log";
import { SidePlace } from "./side/SidePlace";
import { StatusLine } from "./StatusLine";
import { TypingLine } from "./TypingLine";
import { useLeaveWhenGone } from "./useLeaveWhenGone";
import { useTitle } from "./useTitle";
import { Welcome } from "./Welcome";

export function ThreadPage({ threadId }: { threadId: string }) {
  const store = useMemo(() => threadStore(threadId), [threadId]);
  const { phase, view, viewers, typing } = useCell(store.settled);
  const { turn, queue } = view.runtime_context;
  const listed = useCell(threadList, (list) => list.rows.find((row) => row.thread.id === threadId)?.thread);
  const thread = view.runtime_context.thread ?? listed ?? null;
  const agentId = turn?.agent_id ?? view.streaming_message?.agent_id ?? view.agent_id;
  const agent = useAgent(agentId);

  useEffect(() => watchThread(threadId), [threadId]);
  useLeaveWhenGone(threadId, phase === "missing", view.outcome === "deleted");
  useTitle(thread === null ? null : titleOf(thread));

  const turnId = turn?.turn_id ?? queue[0]?.turn_id ?? null;
  return (
    <>
      <main className="talk">
        <Header thread={thread} known={phase === "ready" || thread !== null} viewers={viewers} />
        <Banner />
        <Log store={store} empty={<Welcome threadId={threadId} agentId={thread?.agent_id ?? null} />} />
        <StatusLine store={store} name={agent?.name ?? t.somebody} />
        {thread?.status === "archived" ? (
          <div className="compose archived">
            {t.thread.isArchived}
            <Button onClick={() => void changeThread(thread, { status: "active" })}>{t.thread.unarchive}</Button>
          </div>
        ) : (
          <div className="compose-place">
            <TypingLine names={typing} />
            <Queue view={view} />
            <Composer
              place={threadId}
              thread={thread}
              threadAgentId={thread?.agent_id ?? null}
              turnId={turnId}
              onSend={(said) => sendMessage(threadId, said)}
              onStop={(which) => stopTurn(threadId, which)}
            />
          </div>
        )}
      </main>
      <SidePlace view={view} />
      <ThreadDialogLater thread={thread} />
    </>
  );
}
