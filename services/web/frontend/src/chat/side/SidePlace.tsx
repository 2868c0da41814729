// Where the details of a thread stand: beside it on a wide page, over it from below on a small one.
import { Suspense } from "react";
import type { AgentView } from "../../contract.gen";
import { Cell, useCell } from "../../core/cell";
import { keep, recall } from "../../core/kept";
import { t } from "../../i18n";
import { useRoomy } from "./useRoomy";
import { lazily } from "../../ui/lazily";

const Side = lazily(() => import("./Side").then((module) => module.Side));
const SideSheet = lazily(() => import("./SideSheet").then((module) => module.SideSheet));

const KEPT = "side";

/** On a small page it covers the thread: there it never opens by itself. */
export const sideShown = new Cell<boolean>(recall<boolean>(KEPT) ?? false);
export const sheetShown = new Cell(false);

export function toggleSide(roomy: boolean): void {
  if (!roomy) return sheetShown.update((shown) => !shown);
  sideShown.update((shown) => !shown);
  keep(KEPT, sideShown.get());
}

export function SidePlace({ view }: { view: AgentView }) {
  const roomy = useRoomy();
  const shown = useCell(sideShown);
  const sheet = useCell(sheetShown);
  if (!roomy) {
    return (
      sheet && (
        <Suspense>
          <SideSheet onClose={() => sheetShown.set(false)}>
            <Side view={view} />
          </SideSheet>
        </Suspense>
      )
    );
  }
  return (
    shown && (
      <aside className="side" aria-label={t.side.label}>
        <Suspense>
          <Side view={view} />
        </Suspense>
      </aside>
    )
  );
}
