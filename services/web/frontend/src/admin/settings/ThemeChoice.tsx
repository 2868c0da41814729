// Light, dark, or as the system is.
import { useCell } from "../../core/cell";
import { chooseTheme, theme, type Theme } from "../../core/theme";
import { t } from "../../i18n";
import { Choice } from "../parts/Choice";

const THEMES = [
  ["light", t.settings.light],
  ["dark", t.settings.dark],
  ["system", t.settings.system],
] as const;

export function ThemeChoice() {
  const chosen = useCell(theme);
  return (
    <Choice
      label={t.settings.theme}
      value={chosen}
      choices={[...THEMES]}
      onChoose={(next) => chooseTheme(next as Theme)}
    />
  );
}
