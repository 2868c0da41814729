// Whether a turn of a thread has ended, told from two of its rows.
import type { ThreadRow } from "../contract.gen";

/** A turn may begin and end between two words of the list. What an unknown thread says may be old. */
export function hasAnswered(row: ThreadRow, before: ThreadRow | undefined): boolean {
  if (row.running || before === undefined || before.seq === 0) return false;
  return before.running || row.last_seq > before.last_seq;
}
