// The dialog that is open, if any; each is loaded with its first use.
import { Suspense, lazy } from "react";
import { useCell } from "../core/cell";
import { close, opened } from "./opened";

const Palette = lazy(() => import("../palette/Palette").then((module) => ({ default: module.Palette })));
const Keys = lazy(() => import("./Keys").then((module) => ({ default: module.Keys })));
const Settings = lazy(() => import("../settings/Settings").then((module) => ({ default: module.Settings })));

export function Opened() {
  const part = useCell(opened);
  return (
    <Suspense>
      {part === "palette" && <Palette onClose={close} />}
      {part === "keys" && <Keys open onClose={close} />}
      {part === "settings" && <Settings onClose={close} />}
    </Suspense>
  );
}
