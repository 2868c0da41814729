// The details of a thread on a small page: a sheet from below.
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Dialog } from "../../ui/Dialog";

export function SideSheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Dialog title={t.side.label} open onClose={onClose} look="sheet">
      {children}
    </Dialog>
  );
}
