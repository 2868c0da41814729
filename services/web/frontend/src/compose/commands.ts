// What "/" does: each command by the name that is typed.
import type { Thread } from "../contract.gen";
import { archiveThread, changeThread, forkThread, stopTurn } from "../chat/actions";
import { open as openPart } from "../help/opened";
import { t } from "../i18n";

export interface CommandPlace {
  thread: Thread | null;
  turnId: string | null;
  go: (path: string) => void;
}

export interface Command {
  name: string;
  about: string;
  /** Whether it can be used here. */
  fits: (place: CommandPlace) => boolean;
  run: (place: CommandPlace) => void;
}

const inThread = ({ thread }: CommandPlace) => thread !== null;

export function commands(): Command[] {
  return [
    { name: "new", about: t.commands.new, fits: () => true, run: ({ go }) => go("/") },
    { name: "fork", about: t.commands.fork, fits: inThread, run: (place) => void fork(place) },
    { name: "pin", about: t.commands.pin, fits: inThread, run: pin },
    { name: "archive", about: t.commands.archive, fits: inThread, run: archive },
    { name: "stop", about: t.commands.stop, fits: ({ turnId }) => turnId !== null, run: stop },
    { name: "thread", about: t.commands.thread, fits: inThread, run: () => openPart("thread") },
    { name: "settings", about: t.commands.settings, fits: () => true, run: () => openPart("settings") },
    { name: "keys", about: t.commands.keys, fits: () => true, run: () => openPart("keys") },
  ];
}

async function fork({ thread, go }: CommandPlace): Promise<void> {
  const forkId = thread && (await forkThread(thread.id, null));
  if (forkId) go(`/chat/${forkId}`);
}

function pin({ thread }: CommandPlace): void {
  if (thread) void changeThread(thread, { pinned: !thread.pinned });
}

function archive({ thread, go }: CommandPlace): void {
  if (!thread) return;
  go("/");
  void archiveThread(thread, () => go(`/chat/${thread.id}`));
}

function stop({ thread, turnId }: CommandPlace): void {
  if (thread && turnId !== null) void stopTurn(thread.id, turnId);
}
