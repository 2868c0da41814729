// What an agent that works for another does in its own thread: its tools, its words, its cost.
import { memo, useMemo } from "react";
import { Link } from "wouter";
import type { AgentView, Message } from "../contract.gen";
import { useCell } from "../core/cell";
import { threadStore } from "../core/client";
import { Markdown } from "../md/Markdown";
import { t } from "../i18n";
import { UsageLine } from "./AnswerActs";
import { Files } from "./Files";
import { Parts } from "./Parts";

interface ChildThreadProps {
  /** Watched by whoever shows it. */
  threadId: string;
  agentName: string;
}

export function ChildThread({ threadId, agentName }: ChildThreadProps) {
  const store = useMemo(() => threadStore(threadId), [threadId]);
  const { phase, view } = useCell(store.settled);
  const streaming = useCell(store.streaming, (growing) => growing?.message);

  if (phase === "missing") return <p className="sub-note dim">{t.subAgent.gone}</p>;
  if (phase === "loading") return <p className="sub-note loading">{t.thread.loading}</p>;
  const answers = view.visible_messages.filter((message) => message.role === "assistant");
  return (
    <div className="sub-thread">
      {answers.map((message) => (
        <ChildAnswer key={message.id} message={message} live={false} asks={NOBODY} agentName={agentName} />
      ))}
      {streaming && <ChildAnswer message={streaming} live asks={view.runtime_context} agentName={agentName} />}
      <Link className="sub-note" href={`/chat/${threadId}`}>
        {t.subAgent.open}
      </Link>
    </div>
  );
}

type Asks = Pick<AgentView["runtime_context"], "approvals" | "questions">;

const NOBODY: Asks = { approvals: [], questions: [] };

interface ChildAnswerProps {
  message: Message;
  live: boolean;
  /** What it waits for a person with. */
  asks: Asks;
  agentName: string;
}

const ChildAnswer = memo(function ChildAnswer({ message, live, asks, agentName }: ChildAnswerProps) {
  return (
    <div className="sub-answer" aria-busy={live}>
      <Parts
        messageId={live ? null : message.id}
        parts={message.parts}
        approvals={asks.approvals}
        questions={asks.questions}
        agentName={agentName}
      />
      {message.text !== "" && <Markdown text={message.text} done={!live} />}
      <Files files={message.artifacts} label={t.file.made} />
      {!live && <UsageLine message={message} />}
    </div>
  );
});
