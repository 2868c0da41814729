// Says that the month's budget is nearly or wholly spent, until it is closed: it stops nobody.
import { Link } from "wouter";
import { budget } from "../core/budget";
import { Cell, useCell } from "../core/cell";
import { keep, recall } from "../core/kept";
import { t } from "../i18n";
import { money } from "../i18n/format";
import { IconButton } from "../ui/Button";

const KEPT = "budget.closed";

/** Which notice was closed: the next month, and the next stage, are told again. */
const closed = new Cell<string | null>(recall<string>(KEPT));

export function BudgetNotice() {
  const now = useCell(budget);
  const gone = useCell(closed);
  if (now === null || now.monthly_micros === null || now.state === "none" || now.state === "fine") return null;
  const which = `${now.since} ${now.state}`;
  if (gone === which) return null;
  const close = () => {
    keep(KEPT, which);
    closed.set(which);
  };
  const [spent, limit] = [money(now.spent_micros), money(now.monthly_micros)];
  return (
    <div className={now.state === "over" ? "banner bad" : "banner"}>
      <span>{now.state === "over" ? t.budget.over(spent, limit) : t.budget.near(spent, limit)}</span>
      <Link href="/admin/usage">{t.budget.look}</Link>
      <span className="grow" />
      <IconButton icon="x" label={t.close} onClick={close} />
    </div>
  );
}
