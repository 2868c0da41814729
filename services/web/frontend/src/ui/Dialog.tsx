// A dialog in the middle of the page.
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { t } from "../i18n";
import { IconButton } from "./Button";

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  look?: "plain" | "wide" | "sheet";
  firstFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
}

export function Dialog({ title, open, onClose, look = "plain", firstFocus, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="veil" />
        <Base.Popup className={`dialog ${look}`} initialFocus={firstFocus}>
          <header className="dialog-head">
            <Base.Title className="dialog-title">{title}</Base.Title>
            <Base.Close render={<IconButton icon="x" label={t.close} />} />
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
