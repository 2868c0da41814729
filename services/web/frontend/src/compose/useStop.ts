// Stops the turn that is shown, once, until another one takes its place.
import { useEffect, useState } from "react";

export function useStop(
  turnId: string | null,
  onStop: (turnId: string) => Promise<unknown>,
): { stopping: boolean; stop: () => void } {
  const [stopping, setStopping] = useState(false);
  useEffect(() => setStopping(false), [turnId]);

  const stop = () => {
    if (turnId === null || stopping) return;
    setStopping(true);
    void onStop(turnId).then((stopped) => stopped === null && setStopping(false));
  };
  return { stopping, stop };
}
