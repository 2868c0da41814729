// One field of a form: its name, what it is for, and what is wrong with it.
import { useId, type ReactElement, cloneElement } from "react";

/** What a field gives its control, which hands it on to the element that people use. */
export interface Control {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

interface FieldProps {
  name: string;
  hint?: string;
  problem?: string | undefined;
  className?: string;
  /** An input, textarea or select. */
  children: ReactElement<Control>;
}

export function Field({ name, hint, problem, className = "", children }: FieldProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id} className="field-name">
        {name}
      </label>
      {cloneElement(children, {
        id,
        "aria-describedby": note ? `${id}-note` : undefined,
        "aria-invalid": problem !== undefined || undefined,
      })}
      {note && (
        <small id={`${id}-note`} className={problem ? "problem" : undefined}>
          {note}
        </small>
      )}
    </div>
  );
}
