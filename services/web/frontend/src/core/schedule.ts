// When changes are shown: with every other frame while the page is seen, a few times a second while it is hidden.

const HIDDEN_PAUSE = 250; // ms; frames stop in hidden tabs
const PAUSE = 30; // ms at least from one change to the next: nobody reads faster, and each is drawn anew

/** Runs `flush` soon, once for however many calls. */
export function makeScheduler(flush: () => void): () => void {
  let cancel: (() => void) | null = null;
  let ran = -PAUSE;

  const run = () => {
    cancel = null;
    ran = performance.now();
    document.removeEventListener("visibilitychange", reschedule);
    flush();
  };
  const schedule = () => {
    if (document.hidden) {
      const timer = setTimeout(run, HIDDEN_PAUSE);
      cancel = () => clearTimeout(timer);
    } else {
      const frame = requestAnimationFrame(() => (performance.now() - ran < PAUSE ? schedule() : run()));
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
