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
