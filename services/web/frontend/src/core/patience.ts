// When something is asked again: after a try in vain later each time, and only while somebody looks.
import { backoff } from "./backoff";
import { ApiError } from "./http";

const TRY_AGAIN = 3000; // ms, at the soonest, while a service that is needed is away

export interface Patience {
  wentWell: () => void;
  failed: (error: unknown) => void;
  /** It is time for a fresh answer. */
  tick: () => void;
  end: () => void;
}

export function patiently(ask: () => void): Patience {
  let retry: ReturnType<typeof setTimeout> | null = null;
  let failures = 0;
  let isDue = false; // once somebody looks

  const stop = () => {
    if (retry !== null) clearTimeout(retry);
    retry = null;
  };
  const askSeen = () => {
    stop();
    isDue = document.hidden;
    if (!isDue) ask();
  };
  const onSeen = () => isDue && askSeen();
  document.addEventListener("visibilitychange", onSeen);
  return {
    wentWell: () => {
      stop();
      failures = 0;
    },
    failed: (error) => {
      stop();
      if (!(error instanceof ApiError && error.passing)) return;
      retry = setTimeout(askSeen, Math.max(TRY_AGAIN, error.retryAfter ?? 0, backoff(failures++)));
    },
    tick: () => retry === null && askSeen(),
    end: () => {
      stop();
      document.removeEventListener("visibilitychange", onSeen);
    },
  };
}
