// The thread list on a phone: a drawer that closes once something was chosen in it.
import { useEffect, type RefObject } from "react";
import { useLocation } from "wouter";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { Drawer } from "../ui/Drawer";
import { Rail } from "./Rail";
import { railOpen } from "./RailButton";

export function RailDrawer({ searchField }: { searchField: RefObject<HTMLInputElement | null> }) {
  const open = useCell(railOpen);
  const [place] = useLocation();

  useEffect(() => railOpen.set(false), [place]);
  return (
    <Drawer label={t.rail.label} open={open} onOpenChange={(next) => railOpen.set(next)}>
      <Rail searchField={searchField} />
    </Drawer>
  );
}
