// Something that is on or off, with its name and what it means.
interface SwitchFieldProps {
  label: string;
  hint: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

export function SwitchField({ label, hint, on, onChange }: SwitchFieldProps) {
  return (
    <label className="field switch-field">
      <span className="row">
        <input type="checkbox" role="switch" checked={on} onChange={(event) => onChange(event.target.checked)} />
        {label}
      </span>
      <small>{hint}</small>
    </label>
  );
}
