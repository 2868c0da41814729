// Which of the stored keys a model is asked with; the empty one is the provider's own.
import { w } from "../words";

type Props = { names: string[]; value: string; onChange: (name: string) => void };

export function KeySelect({ names, value, onChange }: Props) {
  return (
    <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{w.agents.form.keyNone}</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
