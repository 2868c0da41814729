// The browsers that are signed in; each can be signed out, or all at once.
import { useState } from "react";
import type { SignInRows } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { api } from "../../core/api";
import { nameDevice } from "../../core/device";
import { checkSession } from "../../core/session";
import { useNow } from "../../core/useNow";
import { shortTime } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { adminApi } from "../api";
import { Confirm } from "../../ui/Confirm";
import { Shown } from "../parts/Shown";
import type { Asked } from "../useAsked";
import { w } from "../words";

const s = w.settings.sessions;
const MINUTE = 60_000; // ms

export interface Sessions {
  mine: string;
  items: SignInRows["items"];
}

export async function askSessions(): Promise<Sessions> {
  const [session, sessions] = await Promise.all([api.session(), adminApi.sessions()]);
  return { mine: session.key_id, items: sessions.items };
}

export function SessionList({ sessions }: { sessions: Asked<Sessions> }) {
  const [asking, setAsking] = useState(false);
  const now = useNow(MINUTE);
  const end = async (keyId: string) => {
    await attempt(s.failed, () => adminApi.endSession(keyId));
    sessions.again();
  };
  const endAll = async () => {
    await attempt(s.failed, adminApi.endAllSessions);
    await checkSession();
  };
  return (
    <>
      <Shown asked={sessions}>
        {({ mine, items }) => (
          <ul className="rows">
            {items.map((item) => (
              <li key={item.key_id} className="row-item">
                <div className="grow">
                  <p className="row-title" title={item.label}>
                    {nameDevice(item.label)} {item.key_id === mine && <span className="chip good">{s.this}</span>}
                  </p>
                  <p className="dim">{s.since(shortTime(item.created_at, now), shortTime(item.expires_at, now))}</p>
                </div>
                {item.key_id !== mine && <Button onClick={() => void end(item.key_id)}>{s.end}</Button>}
              </li>
            ))}
          </ul>
        )}
      </Shown>
      <Button look="danger" icon="signOut" onClick={() => setAsking(true)}>
        {s.endAll}
      </Button>
      {asking && (
        <Confirm
          title={s.endAllTitle}
          lead={s.endAllLead}
          yes={s.endAll}
          onYes={endAll}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
