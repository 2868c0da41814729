// Opens the thread list where there is no room for it beside the thread.
import { Cell } from "../core/cell";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";

export const railOpen = new Cell(false);

export function RailButton() {
  return <IconButton icon="menu" label={t.rail.open} className="only-small" onClick={() => railOpen.set(true)} />;
}
