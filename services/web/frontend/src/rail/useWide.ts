// Whether there is room for the list beside the thread.
import { useSyncExternalStore } from "react";

const wide = matchMedia("(min-width: 721px)");

function subscribe(tell: () => void): () => void {
  wide.addEventListener("change", tell);
  return () => wide.removeEventListener("change", tell);
}

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
