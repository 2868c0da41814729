// Where a message is written: keeps the draft, picks who answers, sends, stops.
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { agents, defaultAgent } from "../core/agents";
import { Cell, useCell } from "../core/cell";
import { keepDraft, readDraft } from "../core/drafts";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";
import { AgentMenu } from "./AgentMenu";
import { useChosenAgent } from "./useChosenAgent";

/** Counts changes of drafts that were made outside the composer. */
export const draftChanged = new Cell(0);

const LONGEST = 256 * 1024; // bytes of UTF-8 that a message may have
const utf8 = new TextEncoder();
// A finger on glass has no Shift key: there Enter breaks the line and the button sends.
const touch = matchMedia("(pointer: coarse)");
const growsByItself = CSS.supports("field-sizing", "content");

interface ComposerProps {
  /** Under which name the draft is kept: the thread's id, or "new". */
  place: string;
  threadAgentId: string | null;
  /** The turn that runs, or that runs next. */
  turnId: string | null;
  onSend: (text: string, agentId: string | null) => void;
  onStop: (turnId: string) => Promise<unknown>;
}

export function Composer({ place, threadAgentId, turnId, onSend, onStop }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(place));
  const [stopping, setStopping] = useState(false);
  const changes = useCell(draftChanged);
  const all = useCell(agents);
  const [chosen, choose] = useChosenAgent(place, threadAgentId);
  const agent = all.find((each) => each.id === chosen) ?? defaultAgent(all);
  const tooLong = text.length * 3 > LONGEST ? Math.max(0, utf8.encode(text).length - LONGEST) : 0;

  useEffect(() => setText(readDraft(place)), [place, changes]);
  useEffect(() => {
    if (!touch.matches) field.current?.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => setStopping(false), [turnId]);
  useLayoutEffect(() => {
    if (growsByItself || !field.current) return;
    field.current.style.height = "auto";
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [text]);

  const write = (next: string) => {
    setText(next);
    keepDraft(place, next);
  };
  const send = () => {
    if (text.trim() === "" || tooLong > 0) return;
    onSend(text.trim(), chosen !== null && chosen !== threadAgentId ? chosen : null);
    write("");
    field.current?.focus();
  };
  const stop = () => {
    if (turnId === null || stopping) return;
    setStopping(true);
    void onStop(turnId).then((stopped) => stopped === null && setStopping(false));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
      event.preventDefault();
      send();
    }
    if (event.key === "Escape" && text === "") stop();
  };

  return (
    <div className="compose">
      <form
        className="compose-box"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          className="compose-field"
          rows={1}
          dir="auto"
          value={text}
          placeholder={t.composer.placeholder(agent?.name ?? t.app)}
          aria-label={t.composer.label}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="compose-row">
          <AgentMenu agent={agent} onChoose={choose} />
          <span className="grow" />
          {tooLong > 0 && <span className="problem">{t.composer.tooLong(tooLong)}</span>}
          {turnId !== null && text.trim() === "" ? (
            <IconButton
              icon="stop"
              className="send"
              label={stopping ? t.composer.stopping : t.composer.stop}
              disabled={stopping}
              onClick={stop}
            />
          ) : (
            <IconButton
              icon="send"
              className="send"
              type="submit"
              label={t.composer.send}
              disabled={text.trim() === "" || tooLong > 0}
            />
          )}
        </div>
      </form>
      <p className="compose-hint">{t.composer.hint}</p>
    </div>
  );
}
