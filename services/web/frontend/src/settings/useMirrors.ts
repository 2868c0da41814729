// The Telegram chats of a thread as a form shows them, and what saving the form changes.
import { useEffect, useState } from "react";
import { attempt } from "../chat/actions";
import type { ChatSettings } from "../contract.gen";
import { api } from "../core/api";
import { t } from "../i18n";

export interface Mirrors {
  chats: ChatSettings[];
  set: (chat: string, mirror: boolean) => void;
  /** Whether all went well. */
  save: () => Promise<boolean>;
}

export function useMirrors(threadId: string): Mirrors {
  const [kept, setKept] = useState<ChatSettings[]>([]);
  const [chats, setChats] = useState<ChatSettings[]>([]);
  useEffect(() => {
    let shown = true;
    const show = (found: ChatSettings[]) => shown && (setKept(found), setChats(found));
    // Where Telegram is not to be had there is nothing to set.
    api.chatsOf(threadId).then((found) => show(found.chats), () => show([]));
    return () => {
      shown = false;
    };
  }, [threadId]);

  const set = (chat: string, mirror: boolean) =>
    setChats((before) => before.map((each) => (each.chat === chat ? { ...each, mirror } : each)));
  const save = async () => {
    for (const { chat, mirror } of chats) {
      if (kept.find((each) => each.chat === chat)?.mirror === mirror) continue;
      if ((await attempt(t.doing.change, () => api.setMirror(chat, mirror))) === null) return false;
    }
    return true;
  };
  return { chats, set, save };
}
