// Which model answers, with which key, what stands in for it, and whether it answers at all.
import { useId } from "react";
import type { ModelChoice } from "../../contract.gen";
import { adminApi } from "../api";
import { Field } from "../parts/Field";
import { KeySelect } from "../parts/KeySelect";
import { useAsked } from "../useAsked";
import { w } from "../words";
import type { Ask } from "./AgentForm";
import { PARTS } from "./pageParts";
import { TestModel } from "./TestModel";
import type { Drafting } from "./useDraft";

const f = w.agents.form;

export function ModelPart({ drafting, ask }: { drafting: Drafting; ask: Ask }) {
  const { draft, problems, write } = drafting;
  const models = useAsked(adminApi.models);
  const secrets = useAsked(adminApi.secrets);
  const listId = useId();
  const known = models.value?.models ?? [];

  /** A model that was found brings its address and key along. */
  const choose = (text: string) => {
    write("model", text);
    const found = known.find((choice) => choice.model === text);
    if (found) takeAddress(found, write);
  };
  const names = [...new Set([...(secrets.value?.names ?? []), ...(draft.api_key ? [draft.api_key] : [])])];
  return (
    <fieldset className="field-set" id={PARTS.model}>
      <legend>{f.model}</legend>
      <div className="field-row">
        <Field name={f.model} hint={f.modelHint} problem={problems.model} className="wide">
          <input
            className="input mono-input"
            list={listId}
            value={draft.model}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => choose(event.target.value)}
          />
        </Field>
        {ask("api_base", f.base, f.baseHint)}
        <Field name={f.key}>
          <KeySelect names={names} value={draft.api_key} onChange={(name) => write("api_key", name)} />
        </Field>
      </div>
      <datalist id={listId}>
        {known.map((choice) => (
          <option key={`${choice.model} ${choice.api_base ?? ""}`} value={choice.model}>
            {choice.provider}
          </option>
        ))}
      </datalist>
      <TestModel model={draft.model} apiBase={draft.api_base} apiKey={draft.api_key} />
      <Field name={f.fallbacks} hint={f.fallbacksHint}>
        <textarea
          className="input text-input mono-input"
          rows={2}
          value={draft.fallbacks}
          spellCheck={false}
          onChange={(event) => write("fallbacks", event.target.value)}
        />
      </Field>
    </fieldset>
  );
}

function takeAddress(found: ModelChoice, write: Drafting["write"]): void {
  write("api_base", found.api_base ?? "");
  write("api_key", found.api_key ?? "");
}
