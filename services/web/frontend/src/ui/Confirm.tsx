// Asks before something that can't be undone.
import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { useRef, useState, type RefObject } from "react";
import { t } from "../i18n";
import { Button } from "./Button";

interface ConfirmProps {
  title: string;
  lead: string;
  yes: string;
  onYes: () => Promise<unknown>;
  onClose: () => void;
  /** What has the focus afterwards, if what opened this is gone by then. */
  back?: RefObject<HTMLElement | null>;
}

export function Confirm({ title, lead, yes, onYes, onClose, back }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const run = async () => {
    setBusy(true);
    await onYes();
    onClose();
  };
  return (
    <Base.Root open onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="veil" />
        <Base.Popup className="dialog" initialFocus={cancel} finalFocus={back}>
          <header className="dialog-head">
            <Base.Title className="dialog-title">{title}</Base.Title>
          </header>
          <div className="dialog-body">
            <Base.Description>{lead}</Base.Description>
            <div className="dialog-foot">
              <Button ref={cancel} look="quiet" onClick={onClose}>
                {t.cancel}
              </Button>
              <Button look="danger" disabled={busy} onClick={() => void run()}>
                {yes}
              </Button>
            </div>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
