// Stops an answer, sends a message, or, while an answer is made, says how the message should come in.
import type { BusyMode } from "../core/contract";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";
import { Menu, MenuItem } from "../ui/Menu";

interface SendButtonProps {
  /** Somebody is answering. */
  busy: boolean;
  empty: boolean;
  blocked: boolean;
  stopping: boolean;
  onStop: () => void;
  onSend: (mode: BusyMode | null) => void;
}

export function SendButton({ busy, empty, blocked, stopping, onStop, onSend }: SendButtonProps) {
  if (busy && empty) {
    const label = stopping ? t.composer.stopping : t.composer.stop;
    return <IconButton icon="stop" className="send" label={label} disabled={stopping} onClick={onStop} />;
  }
  return (
    <>
      {busy && (
        <Menu side="top" trigger={<IconButton icon="down" label={t.composer.how} disabled={blocked} />}>
          <MenuItem icon="clock" onClick={() => onSend("enqueue")}>
            {t.composer.enqueue}
          </MenuItem>
          <MenuItem icon="spark" onClick={() => onSend("steer")}>
            {t.composer.steer}
          </MenuItem>
          <MenuItem icon="stop" onClick={() => onSend("interrupt")}>
            {t.composer.interrupt}
          </MenuItem>
        </Menu>
      )}
      <IconButton icon="send" className="send" type="submit" label={t.composer.send} disabled={empty || blocked} />
    </>
  );
}
