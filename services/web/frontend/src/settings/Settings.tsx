// How this browser shows Parley, and what its person is called.
import { useEffect, useRef, useState } from "react";
import { useCell } from "../core/cell";
import { allowNotifications } from "../core/notifying";
import { NAME_LIMIT, nameMyself, personName } from "../core/person";
import { prefer, preferences, type Preferences } from "../core/preferences";
import { chooseTheme, theme, type Theme } from "../core/theme";
import { t } from "../i18n";
import { chooseLanguage, chosenLanguage, LANGUAGES, type Language } from "../i18n/language";
import { Dialog } from "../ui/Dialog";
import { SelectField } from "../ui/SelectField";
import { SwitchField } from "../ui/SwitchField";
import { notify } from "../ui/notify";

export function Settings({ onClose }: { onClose: () => void }) {
  const chosen = useCell(theme);
  const liked = useCell(preferences);
  return (
    <Dialog title={t.settings.title} open onClose={onClose}>
      <div className="dialog-body">
        <NameField />
        <SelectField<Theme>
          label={t.settings.theme}
          value={chosen}
          choices={[
            ["system", t.settings.system],
            ["light", t.settings.light],
            ["dark", t.settings.dark],
          ]}
          onChange={chooseTheme}
        />
        <SelectField<Language | "">
          label={t.settings.language}
          value={chosenLanguage() ?? ""}
          choices={[["", t.settings.systemLanguage], ...(Object.entries(LANGUAGES) as [Language, string][])]}
          onChange={(language) => chooseLanguage(language === "" ? null : language)}
        />
        <SelectField<Preferences["prose"]>
          label={t.settings.prose}
          value={liked.prose}
          choices={[
            ["serif", t.settings.serif],
            ["sans", t.settings.sans],
          ]}
          onChange={(prose) => prefer({ prose })}
        />
        <SwitchField
          label={t.settings.shortKeys}
          hint={t.settings.shortKeysHint}
          on={liked.shortKeys}
          onChange={(shortKeys) => prefer({ shortKeys })}
        />
        <SwitchField
          label={t.settings.notifications}
          hint={t.settings.notificationsHint}
          on={liked.notifications}
          onChange={(on) => void switchNotifications(on)}
        />
      </div>
    </Dialog>
  );
}

async function switchNotifications(on: boolean): Promise<void> {
  if (!on) return prefer({ notifications: false });
  if (!(await allowNotifications())) notify({ text: t.settings.notificationsDenied, kind: "bad" });
}

/** Kept when it is left, not with every key: others see it. */
function NameField() {
  const kept = useCell(personName);
  const [name, setName] = useState(kept);
  const typed = useRef<string | null>(null);
  useEffect(() => setName(kept), [kept]);
  // Escape closes the dialog without the field being left.
  useEffect(() => () => void (typed.current !== null && nameMyself(typed.current)), []);
  const write = (next: string) => {
    typed.current = next;
    setName(next);
  };
  return (
    <label className="field">
      <span>{t.settings.name}</span>
      <input
        className="input"
        value={name}
        maxLength={NAME_LIMIT}
        placeholder={t.you}
        autoComplete="nickname"
        onChange={(event) => write(event.target.value)}
        onBlur={() => nameMyself(name)}
        onKeyDown={(event) => event.key === "Enter" && nameMyself(name)}
      />
      <small>{t.settings.nameHint}</small>
    </label>
  );
}
