// What was written and not sent, per thread: the words, and the files that are already with Parley.
import type { FileRef } from "../contract.gen";
import { Cell } from "./cell";
import { forget, keep, keptNames, recall } from "./kept";

const KEPT = "draft.";
const FILES = "files.";

/** Counts changes of drafts that were made outside the composer. */
export const draftChanged = new Cell(0);

export function readDraft(place: string): string {
  return recall<string>(KEPT + place) ?? "";
}

export function keepDraft(place: string, text: string): void {
  if (text === "") forget(KEPT + place);
  else keep(KEPT + place, text);
}

/** Puts a text and its files into the composer, below what stands there. */
export function addToDraft(place: string, text: string, files: readonly FileRef[] = []): void {
  const draft = readDraft(place);
  keepDraft(place, draft === "" ? text : `${draft}\n${text}`);
  addFilesToDraft(place, files);
}

export function addFilesToDraft(place: string, files: readonly FileRef[]): void {
  keepDraftFiles(place, [...readDraftFiles(place), ...files]);
  draftChanged.update((changes) => changes + 1);
}

export function readDraftFiles(place: string): FileRef[] {
  return recall<FileRef[]>(FILES + place) ?? [];
}

export function keepDraftFiles(place: string, files: FileRef[]): void {
  if (files.length === 0) forget(FILES + place);
  else keep(FILES + place, files);
}

/** The places where something was written and not sent. */
export function keptDrafts(): string[] {
  const places = [KEPT, FILES].flatMap((start) => keptNames(start).map((name) => name.slice(start.length)));
  return [...new Set(places)];
}
