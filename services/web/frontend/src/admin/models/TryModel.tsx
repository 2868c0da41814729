// Tries any model at any address before an agent depends on it.
import { useState } from "react";
import { TestModel } from "../agents/TestModel";
import { Field } from "../parts/Field";
import { KeySelect } from "../parts/KeySelect";
import { w } from "../words";

const f = w.agents.form;

export function TryModel({ names }: { names: string[] }) {
  const [model, setModel] = useState("");
  const [address, setAddress] = useState("");
  const [key, setKey] = useState("");
  return (
    <>
      <div className="field-row">
        <Field name={f.model} hint={f.modelHint}>
          <input
            className="input mono-input"
            value={model}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setModel(event.target.value)}
          />
        </Field>
        <Field name={f.base} hint={f.baseHint}>
          <input
            className="input mono-input"
            value={address}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setAddress(event.target.value)}
          />
        </Field>
        <Field name={f.key}>
          <KeySelect names={names} value={key} onChange={setKey} />
        </Field>
      </div>
      <TestModel model={model} apiBase={address} apiKey={key} />
    </>
  );
}
