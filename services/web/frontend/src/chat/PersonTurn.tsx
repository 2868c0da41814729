// What a person said, and how far it has come.
import { useState } from "react";
import { useLocation } from "wouter";
import type { PersonItem } from "../core/arrange";
import { t } from "../i18n";
import { fullTime, messageTime } from "../i18n/format";
import { Button, IconButton } from "../ui/Button";
import { Copy } from "../ui/Copy";
import { Glyph } from "../ui/Glyph";
import { answerAgain, forkThread, withdrawTurn } from "./actions";

const SHOWN_AT_FIRST = 4000; // characters of what was pasted in

export function PersonTurn({ item, delayed }: { item: PersonItem; delayed: boolean }) {
  const { message, queued, answered } = item;
  const [whole, showWhole] = useState(false);
  const [, go] = useLocation();
  const cut = !whole && message.text.length > SHOWN_AT_FIRST;

  const fork = async () => {
    const forkId = await forkThread(message.thread_id, message.id);
    if (forkId) go(`/chat/${forkId}`);
  };
  return (
    <article id={`m-${message.id}`} className={message.pending ? "turn you pending" : "turn you"} aria-label={t.you}>
      <Glyph name={message.sender ?? t.you} />
      <div className="who">
        {message.sender ?? t.you}
        <time className="dim" dateTime={message.created_at} title={fullTime(message.created_at)}>
          {messageTime(message.created_at)}
          {message.source !== "web" && `, ${t.message.from(t.channels[message.source])}`}
        </time>
        {message.edited && <span className="dim">{t.message.edited}</span>}
        {message.pending && <span className="dim">{delayed ? t.message.delayed : t.message.sending}</span>}
        {queued !== null && <span className="chip">{t.message.queued}</span>}
      </div>
      <p className="said" dir="auto">
        {cut ? `${message.text.slice(0, SHOWN_AT_FIRST)}…` : message.text}
      </p>
      {cut && (
        <p className="more-text">
          {t.markdown.cut(SHOWN_AT_FIRST, message.text.length)}
          <Button onClick={() => showWhole(true)}>{t.markdown.showAll}</Button>
        </p>
      )}
      {!message.pending && (
        <div className="acts">
          <Copy text={message.text} label={t.message.copy} />
          <IconButton icon="fork" label={t.message.fork} onClick={() => void fork()} />
          {!answered && (
            <IconButton icon="retry" label={t.message.ask} onClick={() => void answerAgain(message.id, null)} />
          )}
          {queued !== null && (
            <IconButton icon="x" label={t.message.withdraw} onClick={() => void withdrawTurn(queued.turn_id)} />
          )}
        </div>
      )}
    </article>
  );
}
