// The round mark of a voice: an agent's initial in its hue, or the person's.
import type { CSSProperties } from "react";

/** Puts an agent's hue on an element of class "voice". */
export function hueStyle(hue: number): CSSProperties {
  return { "--hue": hue } as CSSProperties;
}

export function Glyph({ name }: { name: string }) {
  const initial = [...name.trim()][0] ?? "?";
  return (
    <span className="glyph" aria-hidden="true">
      {initial.toUpperCase()}
    </span>
  );
}
