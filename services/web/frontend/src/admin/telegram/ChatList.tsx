// Groups or chats of the bot, and how each is spoken to.
import type { ChatSettings } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { Switch } from "../../ui/Switch";
import { adminApi, type ChatChanges } from "../api";
import { Nothing } from "../parts/Page";
import { w } from "../words";

const c = w.telegram.chats;

interface ChatListProps {
  chats: ChatSettings[];
  /** What is said when there is none. */
  none: string;
  onChanged: () => void;
}

export function ChatList({ chats, none, onChanged }: ChatListProps) {
  if (chats.length === 0) return <Nothing>{none}</Nothing>;
  const change = async (chat: ChatSettings, changes: ChatChanges) => {
    await attempt(w.doing.save, () => adminApi.changeChat(chat.chat, changes));
    onChanged();
  };
  return (
    <ul className="rows">
      {chats.map((chat) => (
        <li key={chat.chat} className="row-item">
          <div className="grow">
            <p className="row-title" dir="auto">
              {chat.title || chat.chat}
            </p>
            {chat.paused && <p className="problem row-about">{chat.paused}</p>}
          </div>
          {chat.is_group && (
            <Switch on={chat.allowed} onSwitch={(allowed) => void change(chat, { allowed })}>
              {c.allowed}
            </Switch>
          )}
          <Switch on={chat.mirror} onSwitch={(mirror) => void change(chat, { mirror })}>
            {c.mirror}
          </Switch>
          <Switch on={chat.reasoning} onSwitch={(reasoning) => void change(chat, { reasoning })}>
            {c.reasoning}
          </Switch>
          <select
            className="input chat-tools"
            aria-label={c.tools}
            value={chat.tools}
            onChange={(event) => void change(chat, { tools: event.target.value as ChatSettings["tools"] })}
          >
            {Object.entries(c.showTools).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}
