// Whether there is room for the details beside the transcript.
import { useSyncExternalStore } from "react";

const roomy = matchMedia("(min-width: 1100px)");

export function useRoomy(): boolean {
  return useSyncExternalStore(
    (tell) => {
      roomy.addEventListener("change", tell);
      return () => roomy.removeEventListener("change", tell);
    },
    () => roomy.matches,
  );
}
