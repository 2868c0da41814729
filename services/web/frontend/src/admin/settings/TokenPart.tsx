// The sign-in token: a new one is made after a question and told once.
import { useState } from "react";
import { attempt } from "../../chat/actions";
import { Button } from "../../ui/Button";
import { Copy } from "../../ui/Copy";
import { adminApi } from "../api";
import { Confirm } from "../../ui/Confirm";
import { w } from "../words";

const k = w.settings.token;

export function TokenPart({ onRotated }: { onRotated: () => void }) {
  const [asking, setAsking] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const rotate = async () => {
    const made = await attempt(k.failed, adminApi.rotateToken);
    if (made === null) return;
    setToken(made.token);
    onRotated();
  };
  return (
    <>
      {token !== null && (
        <div className="told-once" role="status">
          <p>{k.once}</p>
          <p className="row">
            <code className="mono">{token}</code>
            <Copy text={token} label={k.copy} />
          </p>
        </div>
      )}
      <Button icon="key" onClick={() => setAsking(true)}>
        {k.make}
      </Button>
      {asking && (
        <Confirm title={k.makeTitle} lead={k.makeLead} yes={k.make} onYes={rotate} onClose={() => setAsking(false)} />
      )}
    </>
  );
}
