// The thread list on a phone: a drawer that closes once something was chosen in it.
import { useEffect, useRef, type RefObject } from "react";
import { useLocation } from "wouter";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { Drawer } from "../ui/Drawer";
import { Rail } from "./Rail";
import { railOpen } from "./RailButton";

export function RailDrawer({ searchField }: { searchField: RefObject<HTMLInputElement | null> }) {
  const open = useCell(railOpen);
  const [place] = useLocation();

  // Not at first: it may have been opened before this part of the page was loaded.
  const shownAt = useRef(place);
  useEffect(() => {
    if (shownAt.current === place) return;
    shownAt.current = place;
    railOpen.set(false);
  }, [place]);
  return (
    <Drawer label={t.rail.label} open={open} onOpenChange={(next) => railOpen.set(next)}>
      <Rail searchField={searchField} />
    </Drawer>
  );
}
