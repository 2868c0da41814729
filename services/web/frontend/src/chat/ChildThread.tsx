// What an agent that works for another does in its own thread: its tools, its words, its cost.
import { memo, useEffect, useMemo } from "react";
import { Link } from "wouter";
import type { Message } from "../contract.gen";
import { useCell } from "../core/cell";
import { threadStore, watchThread } from "../core/client";
import { Markdown } from "../md/Markdown";
import { t } from "../i18n";
import { UsageLine } from "./AnswerActs";
import { Files } from "./Files";
import { Parts } from "./Parts";

export function ChildThread({ threadId }: { threadId: string }) {
  const store = useMemo(() => threadStore(threadId), [threadId]);
  const { phase, view } = useCell(store.settled);
  const streaming = useCell(store.streaming);
  useEffect(() => watchThread(threadId), [threadId]);

  if (phase === "missing") return <p className="sub-note dim">{t.subAgent.gone}</p>;
  if (phase === "loading") return <p className="sub-note loading">{t.thread.loading}</p>;
  const answers = view.visible_messages.filter((message) => message.role === "assistant");
  return (
    <div className="sub-thread">
      {answers.map((message) => (
        <ChildAnswer key={message.id} message={message} live={false} />
      ))}
      {streaming && <ChildAnswer message={streaming} live />}
      <Link className="sub-note" href={`/chat/${threadId}`}>
        {t.subAgent.open}
      </Link>
    </div>
  );
}

const NONE: never[] = [];

const ChildAnswer = memo(function ChildAnswer({ message, live }: { message: Message; live: boolean }) {
  return (
    <div className="sub-answer" aria-busy={live}>
      <Parts messageId={live ? null : message.id} parts={message.parts} approvals={NONE} questions={NONE} agentName="" />
      {message.text !== "" && <Markdown text={message.text} done={!live} />}
      <Files files={message.artifacts} label={t.file.made} />
      {!live && <UsageLine message={message} />}
    </div>
  );
});
