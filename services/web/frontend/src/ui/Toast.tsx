// Short notices in the corner, some with a way back ("Undo").
import { Toast as Base } from "@base-ui/react/toast";
import { t } from "../i18n";
import { IconButton } from "./Button";

const manager = Base.createToastManager();

interface Notice {
  text: string;
  kind?: "plain" | "bad";
  timeout?: number; // ms
  action?: { label: string; run: () => void };
}

/** Shows a notice and gives the function that takes it away again. */
export function notify({ text, kind = "plain", timeout = 6000, action }: Notice): () => void {
  const id = manager.add({
    description: text,
    type: kind,
    timeout,
    priority: kind === "bad" ? "high" : "low",
    actionProps: action && {
      children: action.label,
      onClick: () => {
        manager.close(id);
        action.run();
      },
    },
  });
  return () => manager.close(id);
}

export function Toasts() {
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
    <Base.Root key={toast.id} toast={toast} className="toast" swipeDirection={["right", "down"]}>
      <Base.Description className="toast-text" />
      <Base.Action className="button quiet" />
      <Base.Close render={<IconButton icon="x" label={t.close} />} />
    </Base.Root>
  ));
}
