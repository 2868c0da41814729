// A value that can be watched, and how a component watches it.
import { useCallback, useSyncExternalStore } from "react";

export class Cell<T> {
  private value: T;
  private readonly listeners = new Set<() => void>();

  constructor(value: T) {
    this.value = value;
  }

  readonly get = (): T => this.value;

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const tell of [...this.listeners]) tell();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.listeners.add(tell);
    return () => {
      this.listeners.delete(tell);
    };
  };
}

/**
 * The cell's value, or what `select` takes from it: a part that stays the same object while nothing in it changed.
 * A component that is drawn with each token hands in the same `select` each time, which spares React an effect.
 */
export function useCell<T>(cell: Cell<T>): T;
export function useCell<T, S>(cell: Cell<T>, select: (value: T) => S): S;
export function useCell<T, S>(cell: Cell<T>, select?: (value: T) => S): T | S {
  const read = useCallback(() => (select ? select(cell.get()) : cell.get()), [cell, select]);
  return useSyncExternalStore(cell.subscribe, read);
}
