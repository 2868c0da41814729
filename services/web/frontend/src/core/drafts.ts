// What was written and not sent, per thread: the words, and the files that are already with Parley.
import type { FileRef } from "../contract.gen";
import { Cell } from "./cell";
import { forget, keep, keptNames, onKeptElsewhere, recall } from "./kept";
import { session } from "./session";

const KEPT = "draft.";
const FILES = "files.";

/** Counts changes of drafts that were made outside the composer. */
export const draftChanged = new Cell(0);

/** Counts changes that another tab made to drafts which this one has no words of its own for. */
export const draftChangedElsewhere = new Cell(0);

/** What was written in this tab: others write over what is kept, but never over this. */
const own = new Map<string, string>();

/** A tab shows what another writes until something is written in it; what it closes with is kept. */
export function startDrafts(): void {
  for (const start of [KEPT, FILES]) {
    onKeptElsewhere(start, (name) => {
      if (!own.has(name.slice(start.length))) draftChangedElsewhere.update((changes) => changes + 1);
    });
  }
  for (const place of recallOwn()) ownDraft(place);
  addEventListener("pagehide", keepOwn);
  session.subscribe(() => {
    if (session.get().state === "out") forgetOwnDrafts();
  });
}

/** Whoever signs out leaves nothing here, and closing the page brings nothing back. */
export function forgetOwnDrafts(): void {
  own.clear();
}

const OWN = "parley.own"; // places, kept over a reload of this tab

function keepOwn(): void {
  own.forEach((text, place) => keepWords(place, text));
  try {
    sessionStorage.setItem(OWN, JSON.stringify([...own.keys()]));
  } catch {
    // Forbidden or full: the tab will follow the others.
  }
}

function recallOwn(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(OWN) ?? "[]") as string[];
  } catch {
    return [];
  }
}

export function readDraft(place: string): string {
  return own.get(place) ?? recall<string>(KEPT + place) ?? "";
}

/** Whether another tab's words would take the place of something. */
export function isOwnDraft(place: string): boolean {
  return own.has(place);
}

/** From now on the draft is this tab's own. */
export function ownDraft(place: string): void {
  own.set(place, readDraft(place));
}

export function keepDraft(place: string, text: string): void {
  const before = readDraft(place);
  if (text === "") own.delete(place);
  else own.set(place, text);
  // What another tab has written meanwhile stays kept.
  if (text !== "" || recall(KEPT + place) === before) keepWords(place, text);
}

function keepWords(place: string, text: string): void {
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
