// The backups there are, and one more on demand.
import { useState } from "react";
import { attempt } from "../../chat/actions";
import { uuid7 } from "../../core/ids";
import { bytes, fullTime, many } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { Nothing } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const b = w.settings.backups;

export function BackupList() {
  const backups = useAsked(adminApi.backups);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    const made = await attempt(b.failed, () => adminApi.makeBackup(uuid7()));
    setBusy(false);
    if (made) notify({ text: b.made });
    backups.again();
  };
  return (
    <>
      <Shown asked={backups}>
        {({ backups: all }) =>
          all.length === 0 ? (
            <Nothing>{b.none}</Nothing>
          ) : (
            <ul className="rows">
              {all.map((backup) => (
                <li key={backup.id} className="row-item">
                  <div className="grow">
                    <p className="row-title">{fullTime(backup.made_at)}</p>
                    <p className="dim row-about">{b.about(many(backup.files, ...b.files), bytes(backup.bytes))}</p>
                    <p className="mono row-about">{backup.place}</p>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <Button icon="save" disabled={busy} onClick={() => void make()}>
        {busy ? b.making : b.now}
      </Button>
    </>
  );
}
