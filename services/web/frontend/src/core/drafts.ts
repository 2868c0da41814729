// What was written and not sent, per thread.
import { forget, keep, recall } from "./kept";

const KEPT = "draft.";

export function readDraft(place: string): string {
  return recall<string>(KEPT + place) ?? "";
}

export function keepDraft(place: string, text: string): void {
  if (text === "") forget(KEPT + place);
  else keep(KEPT + place, text);
}
