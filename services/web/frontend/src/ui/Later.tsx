// Parts of the page that are loaded when they are first needed.
import { Suspense, useState } from "react";
import { useCell } from "../core/cell";
import type { Thread } from "../contract.gen";
import { close, opened } from "../help/opened";
import { notices } from "./notify";
import { lazily } from "./lazily";

const Toasts = lazily(() => import("./Toasts").then((module) => module.Toasts));
const ThreadSettings = lazily(() => import("../settings/ThreadSettings").then((module) => module.ThreadSettings));

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

export function ThreadDialogLater({ thread }: { thread: Thread | null }) {
  const open = useCell(opened, (part) => part === "thread");
  if (!open || thread === null) return null;
  return (
    <Suspense>
      <ThreadSettings thread={thread} onClose={close} />
    </Suspense>
  );
}

function useOnceTrue(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
