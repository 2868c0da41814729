// The keys of providers: written, replaced, deleted, never read back.
import { useState } from "react";
import type { Secrets } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { api } from "../../core/api";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { Confirm } from "../../ui/Confirm";
import { Field } from "../parts/Field";
import { Nothing } from "../parts/Page";
import { Shown } from "../parts/Shown";
import type { Asked } from "../useAsked";
import { w } from "../words";

const k = w.models.keys;
const NAME = "[A-Za-z0-9_.\\-]{1,80}"; // as the service takes it

export function SecretList({ secrets, onChanged }: { secrets: Asked<Secrets>; onChanged: () => void }) {
  const [asking, setAsking] = useState<string | null>(null);
  const changed = () => {
    secrets.again();
    onChanged();
  };
  const remove = async (name: string) => {
    await attempt(w.doing.remove, () => api.keepSecret(name, ""));
    changed();
  };
  return (
    <>
      <Shown asked={secrets}>
        {({ names }) =>
          names.length === 0 ? (
            <Nothing>{k.none}</Nothing>
          ) : (
            <ul className="rows">
              {names.map((name) => (
                <li key={name} className="row-item">
                  <p className="row-title mono grow">{name}</p>
                  <Button onClick={() => setAsking(name)}>{w.remove}</Button>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <NewSecret onKept={changed} />
      {asking !== null && (
        <Confirm
          title={k.removeTitle(asking)}
          lead={k.removeLead}
          yes={w.remove}
          onYes={() => remove(asking)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function NewSecret({ onKept }: { onKept: () => void }) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const keep = async () => {
    const kept = await attempt(w.doing.save, () => api.keepSecret(name.trim(), value.trim()).then(() => true));
    if (kept === null) return;
    notify({ text: k.kept(name.trim()), timeout: 3000 });
    setName("");
    setValue("");
    onKept();
  };
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <Field name={k.name} hint={k.nameHint}>
        <input
          className="input mono-input"
          value={name}
          required
          pattern={NAME}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field name={k.value} hint={k.valueHint}>
        <input
          className="input"
          type="password"
          value={value}
          required
          autoComplete="off"
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      <Button type="submit" icon="key" disabled={name.trim() === "" || value.trim() === ""}>
        {k.keep}
      </Button>
    </form>
  );
}
