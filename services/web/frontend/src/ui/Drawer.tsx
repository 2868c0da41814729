// A panel that slides in from the page's starting edge: the thread list on a phone.
import { Drawer as Base } from "@base-ui/react/drawer";
import type { ReactNode } from "react";

interface DrawerProps {
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}

export function Drawer({ label, open, onOpenChange, children }: DrawerProps) {
  const start = document.dir === "rtl" ? "right" : "left";
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} swipeDirection={start}>
      <Base.Portal>
        <Base.Backdrop className="veil" />
        <Base.Viewport className="drawer-viewport">
          <Base.Popup className="drawer" aria-label={label}>
            <Base.Content className="drawer-content">{children}</Base.Content>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
