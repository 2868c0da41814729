// Parts of the page that are loaded when they are first needed.
import { Suspense, lazy, useState } from "react";
import { useCell } from "../core/cell";
import { notices } from "./notify";

const Toasts = lazy(() => import("./Toasts").then((module) => ({ default: module.Toasts })));
const Keys = lazy(() => import("../help/Keys").then((module) => ({ default: module.Keys })));

export function ToastsLater() {
  const waiting = useCell(notices, (all) => all.length > 0);
  const needed = useOnceTrue(waiting);
  return (
    needed && (
      <Suspense>
        <Toasts />
      </Suspense>
    )
  );
}

export function KeysLater({ open, onClose }: { open: boolean; onClose: () => void }) {
  const needed = useOnceTrue(open);
  return (
    needed && (
      <Suspense>
        <Keys open={open} onClose={onClose} />
      </Suspense>
    )
  );
}

function useOnceTrue(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
