// The files of the message that is being written: chosen, on their way, there.
import { useCallback, useEffect, useRef, useState } from "react";
import type { FileRef } from "../contract.gen";
import { useCell } from "../core/cell";
import {
  addFilesToDraft,
  draftChanged,
  draftChangedElsewhere,
  isOwnDraft,
  keepDraftFiles,
  ownDraft,
  readDraftFiles,
} from "../core/drafts";
import { FILE_LIMIT, uploadFile, type Upload } from "../core/uploads";
import { t } from "../i18n";
import { bytes } from "../i18n/format";
import { notify } from "../ui/notify";

export const MOST_FILES = 10; // in one message

export interface Attachment {
  key: number;
  name: string;
  /** How much has been sent, from 0 to 1. */
  part: number;
  file: FileRef | null; // null: still on its way
  problem: string | null;
}

export interface Attachments {
  all: Attachment[];
  /** What is there already; null while something is on its way or has failed. */
  files: FileRef[] | null;
  add: (files: readonly File[]) => void;
  remove: (key: number) => void;
  clear: () => void;
}

let lastKey = 0;

export function useAttachments(place: string, threadId: string | null): Attachments {
  const [all, setAll] = useState<Attachment[]>(() => recallDraft(place));
  const uploads = useRef(new Map<number, Upload>());
  const isHere = useRef(true); // else what arrives waits with the draft

  const changes = useCell(draftChanged);
  const elsewhere = useCell(draftChangedElsewhere);

  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  useEffect(() => setAll(recallDraft(place)), [place]);
  useEffect(() => {
    if (elsewhere > 0 && !isOwnDraft(place)) setAll(recallDraft(place));
  }, [elsewhere, place]);
  useEffect(() => setAll((before) => [...before, ...recallDraft(place).filter((each) => !before.some(({ file }) => file?.id === each.file?.id))]), [changes, place]);
  useEffect(() => {
    keepDraftFiles(place, all.flatMap(({ file }) => file ?? []));
  }, [place, all]);

  const change = useCallback((key: number, changes: Partial<Attachment>) => {
    setAll((before) => before.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  }, []);
  const send = (key: number, file: File) => {
    const upload = uploadFile(file, threadId, (part) => change(key, { part }));
    uploads.current.set(key, upload);
    void upload.whole
      .then((kept) => (isHere.current ? change(key, { file: kept, part: 1 }) : addFilesToDraft(place, [kept])))
      .catch((error: unknown) => change(key, { problem: error instanceof Error ? error.message : String(error) }))
      .finally(() => uploads.current.delete(key));
  };
  const add = (files: readonly File[]) => {
    ownDraft(place);
    const room = MOST_FILES - all.length;
    if (files.length > room) notify({ text: t.file.tooMany(MOST_FILES), kind: "bad" });
    const fitting = files.slice(0, Math.max(0, room)).filter(isFitting);
    const fresh = fitting.map((file) => ({ key: ++lastKey, name: file.name, part: 0, file: null, problem: null }));
    setAll((before) => [...before, ...fresh]);
    fresh.forEach(({ key }, index) => send(key, fitting[index] as File));
  };
  const remove = (key: number) => {
    uploads.current.get(key)?.cancel();
    ownDraft(place);
    setAll((before) => before.filter((each) => each.key !== key));
  };
  const clear = () => {
    keepDraftFiles(place, []); // at once: what was sent may lead away from here
    setAll([]);
  };
  const files = all.flatMap(({ file }) => file ?? []);
  return { all, files: files.length === all.length ? files : null, add, remove, clear };
}

function recallDraft(place: string): Attachment[] {
  return readDraftFiles(place).map((file) => ({ key: ++lastKey, name: file.name, part: 1, file, problem: null }));
}

function isFitting(file: File): boolean {
  if (file.size <= FILE_LIMIT) return true;
  notify({ text: t.file.tooLarge(file.name, bytes(FILE_LIMIT)), kind: "bad" });
  return false;
}
