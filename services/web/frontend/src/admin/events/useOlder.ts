// Reads the older events of a thread while the newest are looked at already.
import { useEffect, useState } from "react";
import type { Durable } from "../../core/contract";
import { ApiError } from "../../core/http";
import { askOlder, type Told } from "./askThread";

export interface Older {
  events: Durable[];
  /** All that are looked at are there. */
  whole: boolean;
  /** Why it does not go on. */
  problem: string | null;
  again: () => void;
}

const NONE: { of: Told | null; events: Durable[]; whole: boolean } = { of: null, events: [], whole: false };

/** Those before `told.events`; they come by themselves, a block after the other. */
export function useOlder(threadId: string, told: Told | null): Older {
  const [state, setState] = useState(NONE);
  const [problem, setProblem] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const now = state.of === told ? state : NONE;

  useEffect(() => {
    if (told === null) return;
    let wanted = true;
    let { events } = now;
    const readOn = async () => {
      for (;;) {
        const first = events[0] ?? told.events[0];
        const block = first === undefined ? [] : await askOlder(threadId, first.seq, told.head);
        if (!wanted) return;
        events = [...block, ...events];
        setState({ of: told, events, whole: block.length === 0 });
        if (block.length === 0) return;
      }
    };
    setProblem(null);
    readOn().catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      if (wanted) setProblem(error.message);
    });
    return () => {
      wanted = false;
    };
    // `now` is where an earlier try has come to; what is read after that is no reason to begin again.
  }, [threadId, told, tries]);
  return { events: now.events, whole: now.whole, problem, again: () => setTries((count) => count + 1) };
}
