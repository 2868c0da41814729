// The model, the instructions and the parameters that hold in one thread only.
import type { Agent } from "../contract.gen";
import { t } from "../i18n";
import { SelectField } from "../ui/SelectField";
import type { ThreadDraft } from "./threadDraft";

interface OverrideFieldsProps {
  draft: ThreadDraft;
  agent: Agent | undefined;
  onChange: (changes: Partial<ThreadDraft>) => void;
}

export function OverrideFields({ draft, agent, onChange }: OverrideFieldsProps) {
  return (
    <fieldset className="overrides">
      <legend>{t.threadSettings.overrides}</legend>
      <label className="field">
        <span>{t.threadSettings.model}</span>
        <input
          className="input mono"
          value={draft.model}
          placeholder={agent?.model}
          onChange={(event) => onChange({ model: event.target.value })}
        />
      </label>
      <label className="field">
        <span>{t.threadSettings.instructions}</span>
        <textarea
          className="input"
          rows={4}
          dir="auto"
          value={draft.instructions}
          placeholder={agent?.instructions}
          onChange={(event) => onChange({ instructions: event.target.value })}
        />
      </label>
      <div className="field-row">
        <NumberField label={t.threadSettings.temperature} value={draft.temperature} most={2} onChange={(temperature) => onChange({ temperature })} />
        <NumberField label={t.threadSettings.topP} value={draft.topP} most={1} onChange={(topP) => onChange({ topP })} />
        <NumberField label={t.threadSettings.maxTokens} value={draft.maxTokens} step="1" onChange={(maxTokens) => onChange({ maxTokens })} />
        <SelectField
          label={t.threadSettings.effort}
          value={draft.effort}
          choices={[
            ["", t.threadSettings.asAgent],
            ["low", t.threadSettings.efforts.low],
            ["medium", t.threadSettings.efforts.medium],
            ["high", t.threadSettings.efforts.high],
          ]}
          onChange={(effort) => onChange({ effort })}
        />
      </div>
    </fieldset>
  );
}

interface NumberFieldProps {
  label: string;
  value: string;
  most?: number;
  step?: string;
  onChange: (value: string) => void;
}

function NumberField({ label, value, most, step = "0.1", onChange }: NumberFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        type="number"
        min={0}
        max={most}
        step={step}
        value={value}
        placeholder={t.threadSettings.asAgent}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
