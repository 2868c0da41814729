// Where a message is written: keeps the draft, picks who answers, takes files, sends, stops.
import { useEffect, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useLocation } from "wouter";
import type { Thread } from "../contract.gen";
import { agents, defaultAgent } from "../core/agents";
import { useCell } from "../core/cell";
import { tellTyping } from "../core/client";
import type { BusyMode } from "../core/contract";
import { draftChanged, draftChangedElsewhere, keepDraft, readDraft } from "../core/drafts";
import type { Said } from "../core/outgoing";
import { t } from "../i18n";
import { AgentMenu } from "./AgentMenu";
import { AttachButton } from "./AttachButton";
import { AttachmentList } from "./AttachmentList";
import { ContextMeter } from "./ContextMeter";
import { pastedFiles } from "./pasting";
import { SendButton } from "./SendButton";
import { LIST_ID, Suggestions, optionId } from "./Suggestions";
import { useAttachments } from "./useAttachments";
import { useChosenAgent } from "./useChosenAgent";
import { useCompletion } from "./useCompletion";
import { useDrop } from "./useDrop";
import { useStop } from "./useStop";

const LONGEST = 256 * 1024; // bytes of UTF-8 that a message may have
const utf8 = new TextEncoder();
// A finger on glass has no Shift key: there Enter breaks the line and the button sends.
const touch = matchMedia("(pointer: coarse)");
const growsByItself = CSS.supports("field-sizing", "content");

interface ComposerProps {
  /** Under which name the draft is kept: the thread's id, or "new". */
  place: string;
  thread: Thread | null;
  threadAgentId: string | null;
  /** The turn that runs, or that runs next. */
  turnId: string | null;
  onSend: (said: Said) => void;
  onStop: (turnId: string) => Promise<unknown>;
}

export function Composer({ place, thread, threadAgentId, turnId, onSend, onStop }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(place));
  const [caret, setCaret] = useState(0);
  const [moved, moveCaret] = useState<{ to: number } | null>(null); // by what was completed
  const changes = useCell(draftChanged);
  const elsewhere = useCell(draftChangedElsewhere);
  const all = useCell(agents);
  const [, go] = useLocation();
  const [chosen, choose] = useChosenAgent(place, threadAgentId);
  const agent = all.find((each) => each.id === chosen) ?? defaultAgent(all);
  const attachments = useAttachments(place, thread?.id ?? null);
  const dropping = useDrop(attachments.add);
  const { stopping, stop } = useStop(turnId, onStop);
  const tooLong = text.length * 3 > LONGEST ? Math.max(0, utf8.encode(text).length - LONGEST) : 0;
  const empty = text.trim() === "" && attachments.all.length === 0;
  const blocked = tooLong > 0 || attachments.files === null;

  useEffect(() => setText(readDraft(place)), [place, changes, elsewhere]);
  useEffect(() => {
    if (!touch.matches) field.current?.focus({ preventScroll: true });
  }, [place, changes]);
  useLayoutEffect(() => {
    if (!growsByItself && field.current?.form) fitText(field.current, field.current.form);
  }, [text]);
  useLayoutEffect(() => {
    if (moved) field.current?.setSelectionRange(moved.to, moved.to);
  }, [moved]);

  const write = (next: string) => {
    setText(next);
    keepDraft(place, next);
    if (thread && next !== "") tellTyping(thread.id);
  };
  const completion = useCompletion({
    text,
    caret,
    agent,
    place: { thread, turnId, go },
    write: (next, to) => (write(next), setCaret(to), moveCaret({ to })),
    chooseAgent: choose,
  });
  const send = (mode: BusyMode | null) => {
    if (empty || attachments.files === null || tooLong > 0) return;
    const agentId = chosen !== null && chosen !== threadAgentId ? chosen : null;
    onSend({ text: text.trim(), agentId, attachments: attachments.files, mode: turnId === null ? null : mode });
    write("");
    attachments.clear();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || completion.onKey(event)) return;
    if (event.key === "Enter" && !touch.matches) {
      const command = event.ctrlKey || event.metaKey;
      if (event.shiftKey && !command) return;
      event.preventDefault();
      send(command ? (event.shiftKey ? "interrupt" : "steer") : null);
    }
    if (event.key === "Escape" && text === "") stop();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = pastedFiles(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    attachments.add(files);
  };

  return (
    <div className="compose">
      <form
        className={dropping ? "compose-box dropping" : "compose-box"}
        onSubmit={(event) => {
          event.preventDefault();
          send(null);
        }}
      >
        <Suggestions completion={completion} />
        <AttachmentList attachments={attachments.all} onRemove={attachments.remove} />
        <textarea
          ref={field}
          className="compose-field"
          rows={1}
          dir={text === "" ? undefined : "auto"} // empty, it is written the way the page is
          value={text}
          placeholder={dropping ? t.file.drop : t.composer.placeholder(agent?.name ?? t.app)}
          aria-label={t.composer.label}
          aria-autocomplete="list"
          aria-controls={completion.suggestions.length > 0 ? LIST_ID : undefined}
          aria-activedescendant={completion.suggestions.length > 0 ? optionId(completion.chosen) : undefined}
          onChange={({ target }) => (write(target.value), setCaret(target.selectionEnd))}
          onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className="compose-row">
          <AttachButton onFiles={attachments.add} />
          <AgentMenu agent={agent} onChoose={choose} />
          <span className="grow" />
          {tooLong > 0 && <span className="problem">{t.composer.tooLong(tooLong)}</span>}
          {thread && agent && <ContextMeter thread={thread} agent={agent} busy={turnId !== null} />}
          <SendButton
            busy={turnId !== null}
            empty={empty}
            blocked={blocked}
            stopping={stopping}
            onStop={stop}
            onSend={send}
          />
        </div>
      </form>
      <p className="compose-hint">{t.composer.hint}</p>
    </div>
  );
}

/** Makes the field as tall as its text. Did the box shrink meanwhile, the transcript above would leave its end. */
function fitText(field: HTMLTextAreaElement, box: HTMLElement): void {
  box.style.minHeight = `${box.offsetHeight}px`;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  box.style.minHeight = "";
}
