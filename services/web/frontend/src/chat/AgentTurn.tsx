// An agent's answer, whole or in the making; retries of it side by side.
import { memo, useState } from "react";
import type { Approval, CurrentTurn, FailedAttempt, FileRef, Message, Notice, Query } from "../contract.gen";
import { sayFact } from "../i18n/facts";
import { modelName, useAgent } from "../core/agents";
import type { AnswerItem } from "../core/arrange";
import { isSilent } from "../core/attempts";
import { Markdown } from "../md/Markdown";
import { t } from "../i18n";
import { fullTime, messageTime } from "../i18n/format";
import { Glyph, hueStyle } from "../ui/Glyph";
import { AnswerActs } from "./AnswerActs";
import { Files } from "./Files";
import { LiveLine } from "./LiveLine";
import { Parts } from "./Parts";
import { Reasoning } from "./Reasoning";

/** What goes on around an answer in the making. */
export interface Making {
  turn: CurrentTurn | null;
  notice: Notice | null;
  approvals: Approval[];
  questions: Query[];
}

interface AgentTurnProps {
  item: AnswerItem;
  making: Making | null; // null for a finished answer
  /** What is shown was said before a fault. */
  goesOn: boolean;
}

export function AgentTurn({ item, making, goesOn }: AgentTurnProps) {
  const [chosen, setChosen] = useState<{ answerId: string; newestId: string } | null>(null); // null: the newest
  // What failed without a word takes the place of none that has some.
  const newest = item.answers.findLast((answer) => !isSilent(answer)) ?? item.answers.at(-1);
  // One that has come since then was asked for, and shows itself.
  const chosenId = chosen?.newestId === newest?.id ? chosen?.answerId : null;
  const shown = item.answers.find((answer) => answer.id === chosenId) ?? newest;
  if (shown === undefined || newest === undefined) return null;

  const live = item.live && shown === newest ? making : null;
  const failed = item.failures.find((attempt) => attempt.turn_id === shown.turn_id);
  return (
    <Answer message={shown} making={live} goesOn={goesOn} failed={failed}>
      {(live === null || item.answers.length > 1) && (
        <AnswerActs
          message={shown}
          siblings={item.answers}
          onChoose={(answer) => setChosen({ answerId: answer.id, newestId: newest.id })}
          live={live !== null}
        />
      )}
    </Answer>
  );
}

const NONE: never[] = [];

interface AnswerProps {
  message: Message;
  making: Making | null;
  goesOn: boolean;
  failed: FailedAttempt | undefined;
  children: React.ReactNode;
}

function Answer({ message, making, goesOn, failed, children }: AnswerProps) {
  const agent = useAgent(message.agent_id);
  const name = agent?.name ?? t.somebody;
  const model = message.usage?.model ?? making?.turn?.model ?? "";
  const live = making !== null;
  const parked = making?.turn?.state === "parked";
  const writing = live && message.text !== "";
  return (
    <article
      id={`m-${message.id}`}
      className={`turn voice${live && !parked ? " live" : ""}`}
      style={hueStyle(agent?.hue ?? 0)}
      aria-label={name}
      aria-busy={live}
    >
      <Who name={name} model={model} at={message.created_at} />
      <Parts
        messageId={live ? null : message.id}
        parts={message.parts}
        approvals={making?.approvals ?? NONE}
        questions={making?.questions ?? NONE}
        agentName={name}
      />
      <Reasoning text={message.reasoning} ms={message.reasoning_ms} live={live && !writing} />
      {message.text !== "" && (
        <div className={writing && !parked ? "tail" : undefined}>
          <Markdown text={message.text} done={!live} />
        </div>
      )}
      <Files files={filesLeft(message)} label={t.file.made} />
      {making && <LiveLine message={message} making={making} goesOn={goesOn} />}
      {failed !== undefined && <p className="stop-note problem">{t.turn.because(sayFact(failed.text, failed.code, failed.fact))}</p>}
      {failed === undefined && message.stop_reason !== null && message.stop_reason !== "end" && (
        <p className="stop-note">{t.stopped[message.stop_reason]}</p>
      )}
      {children}
    </article>
  );
}

const Who = memo(function Who({ name, model, at }: { name: string; model: string; at: string }) {
  return (
    <>
      <Glyph name={name} />
      <div className="who">
        {name}
        <span className="dim" title={model}>
          {modelName(model)}
        </span>
        <time className="dim when" dateTime={at} title={fullTime(at)}>
          {messageTime(at)}
        </time>
      </div>
    </>
  );
});

/** A tool's files stand with the tool; the rest is the answer's own. */
function filesLeft(message: Message): FileRef[] {
  const shown = new Set(message.parts.flatMap((part) => (part.kind === "tool" ? part.artifacts.map((file) => file.id) : [])));
  return message.artifacts.filter((file) => !shown.has(file.id));
}
