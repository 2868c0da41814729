// Stops what runs in a thread.
import { useState } from "react";
import { attempt } from "../../chat/actions";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { adminApi } from "../api";
import { w } from "../words";

export function StopThread({ threadId, onStopped }: { threadId: string; onStopped: () => void }) {
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    await attempt(t.doing.stop, () => adminApi.stopThread(threadId));
    setBusy(false);
    onStopped();
  };
  return (
    <Button icon="stop" disabled={busy} onClick={() => void stop()}>
      {w.threads.stop}
    </Button>
  );
}
