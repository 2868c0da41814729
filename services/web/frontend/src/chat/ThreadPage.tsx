// One thread: its head, its transcript, and where to write.
import { useEffect, useMemo } from "react";
import { useLocation } from "wouter";
import { useAgent } from "../core/agents";
import { useCell } from "../core/cell";
import { threadList } from "../core/threadList";
import { sendMessage, threadStore, watchThread } from "../core/client";
import { t } from "../i18n";
import { Button } from "../ui/Button";
import { notify } from "../ui/notify";
import { changeThread, stopTurn, titleOf } from "./actions";
import { Banner } from "./Banner";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Log } from "./Log";
import { statusLine } from "./status";
import { useTitle } from "./useTitle";
import { Welcome } from "./Welcome";

export function ThreadPage({ threadId }: { threadId: string }) {
  const store = useMemo(() => threadStore(threadId), [threadId]);
  const { phase, view, viewers } = useCell(store.state);
  const { turn, queue } = view.runtime_context;
  const listed = useCell(threadList, (list) => list.rows.find((row) => row.thread.id === threadId)?.thread);
  const thread = view.runtime_context.thread ?? listed ?? null;
  const agentId = turn?.agent_id ?? view.streaming_message?.agent_id ?? view.agent_id;
  const agent = useAgent(agentId);
  const [, go] = useLocation();

  useEffect(() => watchThread(threadId), [threadId]);
  useEffect(() => {
    if (phase !== "missing" && view.outcome !== "deleted") return;
    notify({ text: phase === "missing" ? t.thread.missing : t.thread.removedElsewhere });
    go("/", { replace: true });
  }, [phase, view.outcome, go]);
  useTitle(thread === null ? null : titleOf(thread));

  const turnId = turn?.turn_id ?? queue[0]?.turn_id ?? null;
  return (
    <main className="talk">
      <Header thread={thread} known={phase === "ready" || thread !== null} viewers={viewers} />
      <Banner />
      <Log store={store} empty={<Welcome threadId={threadId} />} />
      <div className="unseen" role="status">
        {statusLine(view, agent?.name ?? t.somebody)}
      </div>
      {thread?.status === "archived" ? (
        <div className="compose archived">
          {t.thread.isArchived}
          <Button onClick={() => void changeThread(thread, { status: "active" })}>{t.thread.unarchive}</Button>
        </div>
      ) : (
        <Composer
          place={threadId}
          threadAgentId={thread?.agent_id ?? null}
          turnId={turnId}
          onSend={(text, chosen) => sendMessage(threadId, text, chosen)}
          onStop={(which) => stopTurn(threadId, which)}
        />
      )}
    </main>
  );
}
