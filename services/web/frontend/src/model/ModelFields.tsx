// The fields that name a model: provider, model, address, key.
import type { RefObject } from "react";
import { t } from "../i18n";
import { providers, type Wanted } from "./providers";

interface ModelFieldsProps {
  first: RefObject<HTMLSelectElement | null>;
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
}

export function ModelFields({ first, wanted, onChange }: ModelFieldsProps) {
  const { provider } = wanted;
  const change = (changes: Partial<Wanted>) => onChange({ ...wanted, ...changes });
  const pick = (id: string) => {
    const next = providers.find((each) => each.id === id);
    if (next) change({ provider: next, address: next.address ?? "" });
  };
  return (
    <>
      <label className="field">
        <span>{t.model.provider}</span>
        <select ref={first} className="input" value={provider.id} onChange={(event) => pick(event.target.value)}>
          {providers.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name || t.model.local}
            </option>
          ))}
        </select>
      </label>
      {provider.address !== null && (
        <label className="field">
          <span>{t.model.address}</span>
          <input
            className="input"
            type="url"
            required
            value={wanted.address}
            onChange={(event) => change({ address: event.target.value })}
          />
          <small>{t.model.addressHint}</small>
        </label>
      )}
      <label className="field">
        <span>{t.model.model}</span>
        <input
          className="input"
          required
          autoComplete="off"
          spellCheck={false}
          placeholder={provider.example}
          value={wanted.model}
          onChange={(event) => change({ model: event.target.value })}
        />
        <small>{t.model.modelHint}</small>
      </label>
      <label className="field">
        <span>{provider.address === null ? t.model.key : t.model.keyOptional}</span>
        <input
          className="input"
          type="password"
          autoComplete="off"
          value={wanted.key}
          onChange={(event) => change({ key: event.target.value })}
        />
      </label>
    </>
  );
}
