// Leads away from a thread that is gone, and says so.
import { useEffect } from "react";
import { useLocation } from "wouter";
import { api } from "../core/api";
import { t } from "../i18n";
import { notify } from "../ui/notify";

export function useLeaveWhenGone(threadId: string, isMissing: boolean, isDeleted: boolean): void {
  const [, go] = useLocation();

  useEffect(() => {
    if (!isMissing && !isDeleted) return;
    let isLeft = false;
    const leave = () => {
      if (isLeft) return;
      notify({ text: isMissing ? t.thread.missing : t.thread.removedElsewhere });
      go("/", { replace: true });
    };
    if (isMissing) leave();
    // One that was brought back is there again before the word of that has come here.
    else void api.thread(threadId).catch(leave);
    return () => {
      isLeft = true;
    };
  }, [threadId, isMissing, isDeleted, go]);
}
