// Changing a tool call before it may run, as a form made from the tool's schema.
import { useEffect, useMemo, useState } from "react";
import type { Approval } from "../../contract.gen";
import { useCell } from "../../core/cell";
import type { Arguments } from "../../core/contract";
import type { ApiError } from "../../core/http";
import { loadTools, tools } from "../../core/tools";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { EditField } from "./EditField";
import { fieldsOf, readFields, type Problem } from "./fields";

interface EditCallProps {
  approval: Approval;
  /** What the tool's own schema did not take. */
  misfit: ApiError | null;
  disabled: boolean;
  onAllow: (values: Arguments) => void;
  onCancel: () => void;
}

export function EditCall({ approval, misfit, disabled, onAllow, onCancel }: EditCallProps) {
  const spec = useCell(tools, (all) => all.find((tool) => tool.name === approval.tool));
  const fields = useMemo(() => fieldsOf(spec?.parameters, approval.arguments), [spec, approval.arguments]);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [problems, setProblems] = useState<Record<string, Problem>>({});

  const misfitField = misfit?.field?.split(".")[0] ?? "";
  const hasField = fields.some((field) => field.name === misfitField);

  useEffect(() => void loadTools(), []);

  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    const read = readFields(fields, texts);
    setProblems(read.problems ?? {});
    if (read.problems === null) onAllow(read.arguments);
  };
  return (
    <form className="step-edit" onSubmit={submit}>
      {fields.map((field) => (
        <EditField
          key={field.name}
          field={field}
          text={texts[field.name] ?? field.text}
          problem={problems[field.name]}
          misfit={field.name === misfitField ? misfit?.message : undefined}
          onChange={(text) => setTexts((before) => ({ ...before, [field.name]: text }))}
        />
      ))}
      {misfit !== null && !hasField && (
        <p className="problem" role="alert">
          {misfit.message}
        </p>
      )}
      <div className="row">
        <Button type="submit" look="primary" disabled={disabled}>
          {t.approval.allowEdited}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t.cancel}
        </Button>
      </div>
    </form>
  );
}
