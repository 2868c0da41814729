// Which Telegram chats look at the thread, and whether they hear what is said elsewhere in it.
import type { ChatSettings } from "../contract.gen";
import { t } from "../i18n";
import { SwitchField } from "../ui/SwitchField";

interface MirrorFieldsProps {
  chats: ChatSettings[];
  onChange: (chat: string, mirror: boolean) => void;
}

export function MirrorFields({ chats, onChange }: MirrorFieldsProps) {
  if (chats.length === 0) return null;
  return (
    <fieldset className="overrides">
      <legend>{t.threadSettings.mirrorTitle}</legend>
      {chats.map((chat) => (
        <SwitchField
          key={chat.chat}
          label={t.threadSettings.mirror(chat.title || chat.chat)}
          hint={chat.paused === "" ? t.threadSettings.mirrorHint : t.threadSettings.mirrorPaused(chat.paused)}
          on={chat.mirror}
          onChange={(mirror) => onChange(chat.chat, mirror)}
        />
      ))}
    </fieldset>
  );
}
