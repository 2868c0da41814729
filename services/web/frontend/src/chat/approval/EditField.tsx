// One argument of a tool call that is being changed.
import { t } from "../../i18n";
import type { Field, Problem } from "./fields";

interface EditFieldProps {
  field: Field;
  text: string;
  problem: Problem | undefined;
  misfit?: string | undefined;
  onChange: (text: string) => void;
}

export function EditField({ field, text, problem, misfit, onChange }: EditFieldProps) {
  return (
    <label className="field">
      <span>
        {field.name}
        {!field.needed && <span className="dim"> {t.approval.optional}</span>}
      </span>
      <Control field={field} text={text} problem={problem} misfit={misfit} onChange={onChange} />
      {field.about !== "" && <small>{field.about}</small>}
      {(problem ?? misfit) && (
        <span className="problem" role="alert">
          {problem ? t.approval.problems[problem] : misfit}
        </span>
      )}
    </label>
  );
}

function Control({ field, text, problem, misfit, onChange }: EditFieldProps) {
  const shared = {
    className: "input",
    value: text,
    "aria-invalid": problem !== undefined || misfit !== undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  switch (field.kind) {
    case "choice":
    case "boolean":
      return (
        <select {...shared}>
          {!field.needed && <option value="" />}
          {(field.kind === "boolean" ? ["true", "false"] : field.choices).map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      );
    case "number":
    case "integer":
      return <input {...shared} inputMode={field.kind === "integer" ? "numeric" : "decimal"} />;
    case "text":
    case "json":
      return <textarea {...shared} className="input mono" rows={Math.min(8, text.split("\n").length)} dir="auto" />;
  }
}
