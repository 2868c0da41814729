// A labelled choice between a few things.
interface SelectFieldProps<T extends string> {
  label: string;
  hint?: string;
  value: T;
  choices: [value: T, text: string][];
  onChange: (value: T) => void;
}

export function SelectField<T extends string>({ label, hint, value, choices, onChange }: SelectFieldProps<T>) {
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value as T)}>
        {choices.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}
