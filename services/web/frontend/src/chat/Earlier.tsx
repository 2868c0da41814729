// The upper end of what is loaded: asks for older messages before anybody reaches it.
import { useEffect, useRef, type RefObject } from "react";
import type { ThreadState, ThreadStore } from "../core/thread";
import { t } from "../i18n";
import { Button } from "../ui/Button";

const AHEAD = "900px"; // above the upper edge

interface EarlierProps {
  store: ThreadStore;
  log: RefObject<HTMLElement | null>;
  has: boolean;
  state: ThreadState["earlier"];
}

export function Earlier({ store, log, has, state }: EarlierProps) {
  const mark = useRef<HTMLDivElement>(null);
  const asks = has && state === "idle";

  useEffect(() => {
    if (!asks || !mark.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void store.loadEarlier(), {
      root: log.current,
      rootMargin: `${AHEAD} 0px 0px 0px`,
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [asks, store, log]);

  if (!has) return null;
  return (
    <div ref={mark} className="earlier">
      {state === "failed" ? (
        <>
          {t.thread.earlierFailed}
          <Button onClick={() => void store.loadEarlier()}>{t.retry}</Button>
        </>
      ) : (
        t.thread.earlier
      )}
    </div>
  );
}
