// A thread's title, where it comes from, who else is here, and its menu.
import { useState } from "react";
import type { Thread, Viewer } from "../contract.gen";
import { useCell } from "../core/cell";
import { socket } from "../core/client";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";
import { RenameField } from "../rail/RenameField";
import { ThreadMenu } from "../rail/ThreadMenu";
import { RailButton } from "../rail/RailButton";
import { changeThread, titleOf } from "./actions";
import { LineageChips } from "./Lineage";
import { TelegramChip } from "./TelegramChip";
import { sheetShown, sideShown, toggleSide } from "./side/SidePlace";
import { useRoomy } from "./side/useRoomy";

interface HeaderProps {
  thread: Thread | null;
  /** Until it is known whether the thread has a title, none is shown. */
  known: boolean;
  viewers: Viewer[];
}

export function Header({ thread, known, viewers }: HeaderProps) {
  const [renaming, setRenaming] = useState(false);
  const roomy = useRoomy();
  const beside = useCell(sideShown);
  const above = useCell(sheetShown);
  const shown = roomy ? beside : above;
  const rename = (title: string) => {
    setRenaming(false);
    if (thread && title !== "" && title !== thread.title) void changeThread(thread, { title }, t.doing.rename);
  };
  return (
    <header className="talk-head">
      <RailButton />
      {renaming && thread ? (
        <RenameField title={thread.title} onDone={rename} onCancel={() => setRenaming(false)} />
      ) : (
        <h1 className="talk-title" dir="auto" onDoubleClick={() => setRenaming(thread !== null)}>
          {known && titleOf(thread)}
        </h1>
      )}
      {thread && <LineageChips thread={thread} />}
      <span className="grow" />
      <Others viewers={viewers} />
      {thread && <TelegramChip thread={thread} />}
      {thread && (
        <IconButton icon="panel" label={t.side.toggle} aria-expanded={shown} onClick={() => toggleSide(roomy)} />
      )}
      {thread && <ThreadMenu thread={thread} onRename={() => setRenaming(true)} />}
    </header>
  );
}

/** Everybody but this page itself. */
function Others({ viewers }: { viewers: Viewer[] }) {
  const self = useCell(socket.viewerId);
  const others = viewers.filter((viewer) => viewer.id !== self);
  if (others.length === 0) return null;
  const names = new Set(others.map((viewer) => viewer.name || t.channels[viewer.surface]));
  return (
    <span className="chip others">
      <span className="dot present" />
      {t.thread.viewers([...names].join(", "))}
    </span>
  );
}
