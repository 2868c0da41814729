// When changes are shown: once per frame while the page is seen, a few times a second while it is hidden.

const HIDDEN_PAUSE = 250; // ms; frames stop in hidden tabs

/** Runs `flush` soon, once for however many calls. */
export function makeScheduler(flush: () => void): () => void {
  let cancel: (() => void) | null = null;

  const run = () => {
    cancel = null;
    document.removeEventListener("visibilitychange", reschedule);
    flush();
  };
  const schedule = () => {
    if (document.hidden) {
      const timer = setTimeout(run, HIDDEN_PAUSE);
      cancel = () => clearTimeout(timer);
    } else {
      const frame = requestAnimationFrame(run);
      cancel = () => cancelAnimationFrame(frame);
    }
  };
  // A frame that was asked for before the page was hidden would never come.
  const reschedule = () => {
    cancel?.();
    schedule();
  };

  return () => {
    if (cancel !== null) return;
    schedule();
    document.addEventListener("visibilitychange", reschedule);
  };
}
