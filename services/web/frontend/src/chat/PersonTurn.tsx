// What a person said, and how far it has come.
import { useState } from "react";
import type { Message } from "../contract.gen";
import type { PersonItem } from "../core/arrange";
import { t } from "../i18n";
import { fullTime, messageTime } from "../i18n/format";
import { CutNote } from "../ui/CutNote";
import { Glyph } from "../ui/Glyph";
import { EditMessage } from "./EditMessage";
import { Files } from "./Files";
import { PersonActs } from "./PersonActs";

const SHOWN_AT_FIRST = 4000; // characters of what was pasted in

export function PersonTurn({ item, delayed }: { item: PersonItem; delayed: boolean }) {
  const { message, queued } = item;
  const [editing, setEditing] = useState(false);
  const who = message.sender ?? t.you;
  return (
    <article id={`m-${message.id}`} className={message.pending ? "turn you pending" : "turn you"} aria-label={who}>
      <Glyph name={who} />
      <div className="who">
        {who}
        <time className="dim" dateTime={message.created_at} title={fullTime(message.created_at)}>
          {messageTime(message.created_at)}
          {message.source !== "web" && `, ${t.message.from(t.channels[message.source])}`}
        </time>
        {message.edited && <span className="dim">{t.message.edited}</span>}
        {message.pending && <span className="dim">{delayed ? t.message.delayed : t.message.sending}</span>}
        {queued !== null && <span className="chip">{t.message.queued}</span>}
      </div>
      {editing ? (
        <EditMessage message={message} onDone={() => setEditing(false)} />
      ) : (
        message.text !== "" && <Words message={message} />
      )}
      <Files files={message.attachments} label={t.file.attached} />
      {!message.pending && !editing && <PersonActs item={item} onEdit={() => setEditing(true)} />}
    </article>
  );
}

function Words({ message: { text } }: { message: Message }) {
  const [whole, showWhole] = useState(false);
  const cut = !whole && text.length > SHOWN_AT_FIRST;
  return (
    <>
      <p className="said" dir="auto">
        {cut ? `${text.slice(0, SHOWN_AT_FIRST)}…` : text}
      </p>
      {cut && <CutNote shown={SHOWN_AT_FIRST} of={text.length} onWhole={() => showWhole(true)} />}
    </>
  );
}
