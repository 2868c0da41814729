// The dialog that is open, if any; each is loaded with its first use.
import { Suspense } from "react";
import { useCell } from "../core/cell";
import { close, opened } from "./opened";
import { lazily } from "../ui/lazily";

const Palette = lazily(() => import("../palette/Palette").then((module) => module.Palette));
const Keys = lazily(() => import("./Keys").then((module) => module.Keys));
const Settings = lazily(() => import("../settings/Settings").then((module) => module.Settings));
const SignOut = lazily(() => import("../settings/SignOut").then((module) => module.SignOut));

export function Opened() {
  const part = useCell(opened);
  return (
    <Suspense>
      {part === "palette" && <Palette onClose={close} />}
      {part === "keys" && <Keys open onClose={close} />}
      {part === "signOut" && <SignOut onClose={close} />}
      {part === "settings" && <Settings onClose={close} />}
    </Suspense>
  );
}
