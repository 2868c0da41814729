// Which of the stored keys a model is asked with; the empty one is the provider's own.
import { w } from "../words";
import type { Control } from "./Field";

interface KeySelectProps extends Control {
  names: string[];
  value: string;
  onChange: (name: string) => void;
}

export function KeySelect({ names, value, onChange, ...control }: KeySelectProps) {
  return (
    <select {...control} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{w.agents.form.keyNone}</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
