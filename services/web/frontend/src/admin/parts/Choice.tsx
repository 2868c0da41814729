// One of a few, side by side.
import { useId } from "react";

interface ChoiceProps {
  label: string;
  value: string;
  choices: (readonly [value: string, name: string])[];
  onChoose: (value: string) => void;
}

export function Choice({ label, value, choices, onChoose }: ChoiceProps) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="unseen">{label}</legend>
      {choices.map(([each, text]) => (
        <label key={each} className="choice-one">
          <input type="radio" className="unseen" name={name} checked={each === value} onChange={() => onChoose(each)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
