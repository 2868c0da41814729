// Tries any model at any address before an agent depends on it.
import { useState } from "react";
import { TestModel } from "../agents/TestModel";
import { Field } from "../parts/Field";
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
          <select className="input" value={key} onChange={(event) => setKey(event.target.value)}>
            <option value="">{f.keyNone}</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
      </div>
      <TestModel model={model} apiBase={address} apiKey={key} />
    </>
  );
}
