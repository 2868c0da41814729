// The sheet of all keys; it can be focused, for on a phone it scrolls.
import { Fragment } from "react";
import { t } from "../i18n";
import { Dialog } from "../ui/Dialog";

export function Keys({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title={t.keys.title} open={open} onClose={onClose}>
      <dl className="keys dialog-body" tabIndex={0}>
        {t.keys.rows.map(([keys = "", does]) => (
          <Fragment key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
