// API keys of programs: made, told once, revoked.
import { useRef, useState } from "react";
import type { ApiKeys } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { uuid7 } from "../../core/ids";
import { useNow } from "../../core/useNow";
import { shortTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { Copy } from "../../ui/Copy";
import { adminApi } from "../api";
import { Confirm } from "../../ui/Confirm";
import { Field } from "../parts/Field";
import { Nothing } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const k = w.settings.keys;
const MINUTE = 60_000; // ms

type Key = ApiKeys["keys"][number];

export function KeyList() {
  const keys = useAsked(adminApi.keys);
  const [secret, setSecret] = useState<string | null>(null);
  const [asking, setAsking] = useState<Key | null>(null);
  const revoke = async (key: Key) => {
    await attempt(w.doing.remove, () => adminApi.revokeKey(key.key_id));
    keys.again();
  };
  const made = (told: string) => {
    setSecret(told);
    keys.again();
  };
  return (
    <>
      <Shown asked={keys}>{(value) => <Rows keys={value.keys} onRevoke={setAsking} />}</Shown>
      {secret !== null && (
        <div className="told-once" role="status">
          <p>{k.once}</p>
          <p className="row">
            <code className="mono">{secret}</code>
            <Copy text={secret} label={k.copy} />
          </p>
        </div>
      )}
      <NewKey onMade={made} />
      {asking && (
        <Confirm
          title={k.revokeTitle(asking.name)}
          lead={k.revokeLead}
          yes={k.revoke}
          onYes={() => revoke(asking)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function Rows({ keys, onRevoke }: { keys: Key[]; onRevoke: (key: Key) => void }) {
  const now = useNow(MINUTE);
  if (keys.length === 0) return <Nothing>{k.none}</Nothing>;
  return (
    <ul className="rows">
      {keys.map((key) => (
        <li key={key.key_id} className="row-item">
          <div className="grow">
            <p className="row-title">{key.name}</p>
            <p className="dim">
              {k.made(shortTime(key.created_at, now))},{" "}
              {key.last_used_at === null ? k.unused : k.used(shortTime(key.last_used_at, now))}
            </p>
          </div>
          <Button onClick={() => onRevoke(key)}>{k.revoke}</Button>
        </li>
      ))}
    </ul>
  );
}

/** One whose answer was lost is no good to anybody: its secret is told only once. */
async function createKey(keyId: string, name: string): Promise<string> {
  const { secret } = await adminApi.createKey(keyId, name);
  if (secret !== null) return secret;
  await adminApi.revokeKey(keyId);
  return createKey(keyId, name);
}

function NewKey({ onMade }: { onMade: (secret: string) => void }) {
  const [name, setName] = useState("");
  const keyId = useRef(uuid7());
  const make = async () => {
    const secret = await attempt(w.doing.create, () => createKey(keyId.current, name.trim()));
    if (secret === null) return;
    keyId.current = uuid7();
    setName("");
    onMade(secret);
  };
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field name={k.name} hint={k.nameHint}>
        <input
          className="input"
          value={name}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Button type="submit" icon="key" disabled={name.trim() === ""}>
        {k.create}
      </Button>
    </form>
  );
}
