// Below the list: how the connection is, and the page's settings.
import { useLocation } from "wouter";
import { useCell } from "../core/cell";
import { socket } from "../core/client";
import { chooseTheme, theme, type Theme } from "../core/theme";
import { open, type Part } from "../help/opened";
import { t } from "../i18n";
import { askToSignOut } from "../settings/signOutOfBrowser";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Menu, MenuChoices, MenuItem, MenuLine } from "../ui/Menu";
import { railOpen } from "./RailButton";

const THEMES = [
  { value: "light", icon: "sun" },
  { value: "dark", icon: "moon" },
  { value: "system", icon: "desktop" },
] as const;

function show(part: Part): void {
  railOpen.set(false);
  open(part);
}

export function RailFoot({ onArchived }: { onArchived: () => void }) {
  const link = useCell(socket.link);
  const chosen = useCell(theme);
  const [, go] = useLocation();
  const state = link.state === "closed" ? "connecting" : link.state;
  const choices = THEMES.map(({ value, icon }) => ({
    value,
    text: t.settings[value],
    label: (
      <>
        <Icon name={icon} />
        {t.settings[value]}
      </>
    ),
  }));
  return (
    <footer className="rail-foot">
      <span className={`chip ${state === "open" ? "good" : state === "waiting" ? "bad" : ""}`}>
        <span className="dot" />
        {t.link[state]}
      </span>
      <span className="grow" />
      <Menu trigger={<IconButton icon="gear" label={t.rail.settings} />} side="top">
        <MenuChoices
          label={t.settings.theme}
          value={chosen}
          choices={choices}
          onChoose={(value) => chooseTheme(value as Theme)}
        />
        <MenuLine />
        <MenuItem icon="archive" onClick={onArchived}>
          {t.rail.showArchived}
        </MenuItem>
        <MenuItem icon="gear" onClick={() => go("/admin")}>
          {t.settings.admin}
        </MenuItem>
        <MenuItem icon="person" onClick={() => show("settings")}>
          {t.settings.title}
        </MenuItem>
        <MenuItem icon="keyboard" onClick={() => show("keys")}>
          {t.settings.keys}
        </MenuItem>
        <MenuItem icon="signOut" onClick={askToSignOut}>
          {t.settings.signOut}
        </MenuItem>
      </Menu>
    </footer>
  );
}
