// How long to wait before asking again: longer each time, and never all browsers at once.

const FIRST = 500; // ms
const LONGEST = 15_000; // ms

export function backoff(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 10));
  return Math.round(whole * (0.5 + random() / 2));
}

/** A wait that can be cut short. */
export class Pause {
  private end: (() => void) | null = null;

  for(duration: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), duration);
      this.end = () => {
        clearTimeout(timer);
        this.end = null;
        resolve();
      };
    });
  }

  wake(): void {
    this.end?.();
  }
}

const SOON = 600; // ms
const OFTEN = 5 * 60_000; // ms

/**
 * When a lost line is tried again: often while somebody looks, so that it is back within a second of the service;
 * seldom while nobody does, and after minutes in vain.
 */
export class Retries {
  private failures = 0;
  private since: number | null = null; // ms since the epoch

  next(): number {
    this.since ??= Date.now();
    const often = !document.hidden && Date.now() - this.since < OFTEN;
    return often ? Math.round(SOON * (0.5 + Math.random() / 2)) : backoff(this.failures++);
  }

  /** The line is there, or somebody looks anew. */
  begin(): void {
    this.failures = 0;
    this.since = null;
  }
}
