// Says that a Telegram chat is in the thread too. Asked anew with every message, which is when a chat may have come.
import { useEffect, useState } from "react";
import type { ChatSettings, Thread } from "../contract.gen";
import { api } from "../core/api";
import { t } from "../i18n";

const NONE = { threadId: "", chats: [] as ChatSettings[] };

export function TelegramChip({ thread: { id, last_activity_at } }: { thread: Thread }) {
  const [found, setFound] = useState(NONE);
  useEffect(() => {
    let shown = true;
    const show = (chats: ChatSettings[]) => shown && setFound({ threadId: id, chats });
    // Where Telegram is not to be had nobody is there.
    api.chatsOf(id).then((list) => show(list.chats), () => show([]));
    return () => {
      shown = false;
    };
  }, [id, last_activity_at]);

  if (found.threadId !== id || found.chats.length === 0) return null;
  const titles = found.chats.map((chat) => chat.title).filter((title) => title !== "");
  return (
    <span className="chip others" title={titles.join(", ") || undefined}>
      <span className="dot present" />
      {t.thread.onTelegram}
    </span>
  );
}
