// The prompt and the tools exactly as the model would get them now; no model is called.
import { useState } from "react";
import type { Preflight } from "../../contract.gen";
import { count } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { adminApi } from "../api";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { PromptText } from "./PromptText";

const p = w.events.prompt;

export function PromptButton({ agentId, threadId }: { agentId: string; threadId: string | null }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{p.show}</Button>
      {open && (
        <Dialog title={p.title} open look="wide" onClose={() => setOpen(false)}>
          <div className="dialog-body">
            <Prompt agentId={agentId} threadId={threadId} />
          </div>
        </Dialog>
      )}
    </>
  );
}

function Prompt({ agentId, threadId }: { agentId: string; threadId: string | null }) {
  const asked = useAsked(() => adminApi.preflight(agentId, threadId), `${agentId} ${threadId ?? ""}`);
  return <Shown asked={asked}>{(preflight) => <Sent preflight={preflight} />}</Shown>;
}

function Sent({ preflight }: { preflight: Preflight }) {
  const { model, tokens, context_window: window, messages, tools, left_out: left, hooks } = preflight;
  return (
    <>
      <p className="dim">
        <span className="mono">{model}</span>, {p.tokens(count(tokens), window === null ? null : count(window))}
      </p>
      {hooks.length > 0 && <p className="section-note">{p.hooks(hooks.join(", "))}</p>}
      {left > 0 && <p className="section-note">{p.leftOut(left)}</p>}
      <PromptText messages={messages} tools={tools} />
    </>
  );
}
