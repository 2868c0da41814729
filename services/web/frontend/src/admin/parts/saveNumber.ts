// Saves a number that stands alone; what others had put there since it was shown is said, with a way back to theirs.
import { attempt } from "../../chat/actions";
import { t } from "../../i18n";
import { notify } from "../../ui/notify";
import { w } from "../words";

/** `T` is how the service answers. */
export interface KeptNumber<T> {
  ask: () => Promise<T>;
  keep: (value: number | null) => Promise<T>;
  numberOf: (answer: T) => number | null;
  say: (value: number | null) => string;
  onKept: (kept: T) => void;
}

export async function saveNumber<T>(one: KeptNumber<T>, shown: number | null, mine: number | null): Promise<void> {
  const before = await attempt(w.doing.save, one.ask);
  const saved = before && (await attempt(w.doing.save, () => one.keep(mine)));
  if (!saved) return;
  one.onKept(saved);
  const theirs = one.numberOf(before);
  if (theirs === shown || theirs === mine) return notify({ text: w.saved, timeout: 2000 });
  const run = () => void saveNumber(one, mine, theirs);
  notify({ text: w.savedOver(one.say(theirs)), action: { label: t.undo, run } });
}
