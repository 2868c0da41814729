// What this browser keeps between visits. A browser that forbids it still works, it only forgets.

const PREFIX = "parley.";

export function recall<T>(name: string): T | null {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page goes on with what it has in memory.
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // As above.
  }
}

/** The names that are kept and begin with `start`. */
export function keptNames(start: string): string[] {
  try {
    const whole = PREFIX + start;
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(whole))
      .map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

/** Told when another tab changed what is kept under a name that begins with `start`. */
export function onKeptElsewhere(start: string, tell: (name: string) => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key?.startsWith(PREFIX + start)) tell(event.key.slice(PREFIX.length));
  };
  addEventListener("storage", listen);
  return () => removeEventListener("storage", listen);
}
