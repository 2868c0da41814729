// Something that is on or off, with its name beside it.
import { Switch as Base } from "@base-ui/react/switch";
import type { ReactNode } from "react";

interface SwitchProps {
  on: boolean;
  busy?: boolean;
  disabled?: boolean;
  note?: ReactNode;
  onSwitch: (on: boolean) => void;
  children: ReactNode;
}

export function Switch({ on, busy = false, disabled, note, onSwitch, children }: SwitchProps) {
  return (
    <label className="switch-field" data-busy={busy || undefined} aria-busy={busy}>
      <Base.Root className="switch" checked={on} disabled={disabled || busy} onCheckedChange={onSwitch}>
        <Base.Thumb className="switch-thumb" />
      </Base.Root>
      <span className="switch-name">
        {children}
        {note && <small>{note}</small>}
      </span>
    </label>
  );
}
