// Asks the service for what a page shows, and keeps the answer while it asks again.
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../core/http";
import { patiently } from "../core/patience";
import { askInLine } from "./askInLine";

export interface Asked<T> {
  value: T | null;
  /** Why the newest try failed. */
  problem: string | null;
  again: () => void;
  /** What the page knows better: it has just changed it. */
  change: (how: (value: T) => T) => void;
}

/** `key` says what is asked for; another one asks anew. `every` milliseconds it is asked again, while it is seen. */
export function useAsked<T>(ask: () => Promise<T>, key = "", every?: number): Asked<T> {
  const [state, setState] = useState<{ key: string; value: T | null; problem: string | null }>(nothing(key));
  const asking = useRef(ask);
  const again = useRef(() => {});
  const tick = useRef(() => {});
  asking.current = ask;

  useEffect(() => {
    const patience = patiently(() => line.ask());
    const line = askInLine(
      () => asking.current(),
      (value) => {
        setState({ key, value, problem: null });
        patience.wentWell();
      },
      (error) => {
        setState((now) => ({ ...keepFor(key, now), problem: describe(error) }));
        patience.failed(error);
      },
    );
    again.current = line.ask;
    tick.current = patience.tick;
    line.ask();
    return () => {
      patience.end();
      line.end();
    };
  }, [key]);
  useEffect(() => {
    if (every === undefined) return;
    const timer = setInterval(() => tick.current(), every);
    return () => clearInterval(timer);
  }, [every]);

  const askAgain = useCallback(() => again.current(), []);
  const change = useCallback((how: (value: T) => T) => {
    setState((now) => (now.value === null ? now : { ...now, value: how(now.value) }));
  }, []);
  return { ...keepFor(key, state), again: askAgain, change };
}

function nothing(key: string): { key: string; value: null; problem: null } {
  return { key, value: null, problem: null };
}

/** An answer to another question is none. */
function keepFor<S extends { key: string }>(key: string, state: S): S | ReturnType<typeof nothing> {
  return state.key === key ? state : nothing(key);
}

function describe(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  throw error;
}
