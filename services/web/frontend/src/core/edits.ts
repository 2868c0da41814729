// What is written in a form and not saved: each field beside what stood there when it was begun, for others may change it too.

interface Edit<V> {
  value: V;
  was: V;
  /** What was sent and may have arrived, though no answer came. */
  sent?: V;
}

export type Edits<D extends object> = { [F in keyof D]?: Edit<D[F]> };

/** `saved` is how the form stands without any edit. Who writes again what stood there has written nothing. */
export function edit<D extends object, F extends keyof D>(edits: Edits<D>, saved: D, field: F, value: D[F]): Edits<D> {
  const was = edits[field] === undefined ? saved[field] : edits[field].was;
  return value === was ? drop(edits, field) : { ...edits, [field]: { ...edits[field], value, was } };
}

/** The form as it is shown. */
export function withEdits<D extends object>(saved: D, edits: Edits<D>): D {
  const shown = { ...saved };
  for (const [field, each] of list(edits)) shown[field] = each.value;
  return shown;
}

/** Only what differs from what is saved. */
export function changesIn<D extends object>(saved: D, edits: Edits<D>): Edits<D> {
  return keep(edits, (field, each) => each.value !== saved[field]);
}

/** What is written here and was changed elsewhere meanwhile, to something else. */
export function clashesIn<D extends object>(saved: D, edits: Edits<D>): (keyof D)[] {
  return list(edits)
    .filter(([field, { value, was, sent }]) => ![value, was, sent].includes(saved[field]))
    .map(([field]) => field);
}

/** Whoever writes knows of what is saved in this field now. */
export function standBy<D extends object>(edits: Edits<D>, saved: D, field: keyof D): Edits<D> {
  const known = edits[field];
  return known === undefined ? edits : { ...edits, [field]: { ...known, was: saved[field] } };
}

/** Nobody answered: what is found there later may be our own. */
export function afterSilence<D extends object>(edits: Edits<D>, sent: Edits<D>): Edits<D> {
  const next = { ...edits };
  for (const [field, each] of list(edits)) if (sent[field]) next[field] = { ...each, sent: sent[field].value };
  return next;
}

export function drop<D extends object>(edits: Edits<D>, field: keyof D): Edits<D> {
  return keep(edits, (each) => each !== field);
}

/** `sent` became `saved`; what was written while it was on its way is an edit of that. */
export function afterSaving<D extends object>(edits: Edits<D>, sent: Edits<D>, saved: D): Edits<D> {
  const left = keep(edits, (field, each) => sent[field]?.value !== each.value);
  return fieldsOf(sent).reduce((rest, field) => standBy(rest, saved, field), left);
}

export function fieldsOf<D extends object>(edits: Edits<D>): (keyof D)[] {
  return list(edits).map(([field]) => field);
}

function keep<D extends object>(edits: Edits<D>, isKept: (field: keyof D, each: Edit<D[keyof D]>) => boolean): Edits<D> {
  const kept: Edits<D> = {};
  for (const [field, each] of list(edits)) if (isKept(field, each)) kept[field] = each;
  return kept;
}

function list<D extends object>(edits: Edits<D>): [keyof D, Edit<D[keyof D]>][] {
  // TypeScript forgets which names an object has.
  return Object.entries(edits) as [keyof D, Edit<D[keyof D]>][];
}
