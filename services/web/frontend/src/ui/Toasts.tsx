// Short notices in the corner, some with a way back ("Undo"). Loaded with the first one.
import { Toast as Base } from "@base-ui/react/toast";
import { useEffect } from "react";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { IconButton } from "./Button";
import { notices, type Notice } from "./notify";

const USUAL = 6000; // ms

const manager = Base.createToastManager();

function show({ text, kind = "plain", timeout = USUAL, action }: Notice): void {
  let isOver = false;
  const id = manager.add({
    description: text,
    type: kind,
    timeout,
    priority: kind === "bad" ? "high" : "low",
    onClose: () => {
      isOver = true;
    },
    actionProps: action && {
      children: action.label,
      onClick: () => {
        if (isOver) return; // it can still be pressed while it fades
        manager.close(id);
        action.run();
      },
    },
  });
}

export function Toasts() {
  const waiting = useCell(notices);
  useEffect(() => {
    if (waiting.length === 0) return;
    notices.set([]);
    waiting.forEach(show);
  }, [waiting]);
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport className="toasts">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="toast"
      swipeDirection={["right", "down"]}
      inert={toast.limited === true || toast.transitionStatus === "ending"}
    >
      <Base.Description className="toast-text" />
      <Base.Action className="button quiet" />
      <Base.Close render={<IconButton icon="x" label={t.close} />} />
    </Base.Root>
  ));
}
