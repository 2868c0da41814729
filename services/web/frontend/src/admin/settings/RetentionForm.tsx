// For how long archived threads are kept; what would be deleted at once is told first.
import { useState } from "react";
import type { Overdue } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { adminApi } from "../api";
import { Confirm } from "../../ui/Confirm";
import { Field } from "../parts/Field";
import { saveNumber } from "../parts/saveNumber";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";

const r = w.settings.retention;
const MOST = 3650; // days

export function RetentionForm() {
  const retention = useAsked(adminApi.retention);
  return (
    <Shown asked={retention}>
      {({ archived_days: days }) => (
        <Days key={days} days={days} onKept={(archived_days) => retention.change(() => ({ archived_days }))} />
      )}
    </Shown>
  );
}

function Days({ days, onKept }: { days: number | null; onKept: (days: number | null) => void }) {
  const kept = days === null ? "" : String(days);
  const [text, setText] = useState(kept);
  const next = text.trim() === "" ? null : Number(text);
  const wrong = next !== null && !(Number.isInteger(next) && next >= 1 && next <= MOST);
  const [asking, setAsking] = useState<Overdue | null>(null);
  const save = () =>
    saveNumber(
      {
        ask: adminApi.retention,
        keep: adminApi.setRetention,
        numberOf: ({ archived_days }) => archived_days,
        say: (value) => (value === null ? w.nothing : r.say(value)),
        onKept: ({ archived_days }) => onKept(archived_days),
      },
      days,
      next,
    );
  const look = async () => {
    if (next === null) return save();
    const overdue = await attempt(w.doing.save, () => adminApi.overdue(next));
    if (overdue === null) return;
    if (overdue.threads === 0) return save();
    setAsking(overdue);
  };
  return (
    <>
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) void look();
        }}
      >
        <Field name={r.days} hint={r.hint} problem={wrong ? r.wrong(MOST) : undefined}>
          <input
            className="input"
            inputMode="numeric"
            value={text}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" disabled={wrong || text.trim() === kept}>
          {w.save}
        </Button>
      </form>
      {asking && (
        <Confirm
          title={r.askTitle(asking.threads)}
          lead={r.askLead(
            asking.titles.map((title) => title || t.rail.untitled),
            asking.threads,
          )}
          yes={r.askYes}
          onYes={save}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
