// Brings a file to Parley and says how far it has come.
import type { ErrorBody, FileRef } from "../contract.gen";
import { t } from "../i18n";
import { sayFact } from "../i18n/facts";
import { uuid7 } from "./ids";

export const FILE_LIMIT = 25 * 1024 * 1024; // bytes, as much as the service takes

export interface Upload {
  whole: Promise<FileRef>;
  cancel: () => void;
}

/** Rejects with an Error that says why. Only XMLHttpRequest tells how much has been sent. */
export function uploadFile(file: File, threadId: string | null, onProgress: (part: number) => void): Upload {
  const line = new XMLHttpRequest();
  const query = new URLSearchParams({ name: file.name || "file", id: uuid7() });
  if (threadId !== null) query.set("thread_id", threadId);
  const whole = new Promise<FileRef>((resolve, reject) => {
    line.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    line.onload = () => {
      if (line.status === 201) resolve(JSON.parse(line.responseText) as FileRef);
      else reject(new Error(reasonOf(line)));
    };
    line.onerror = () => reject(new Error(reasonOf(line)));
    line.onabort = () => reject(new Error(t.request.cancelled));
  });
  line.open("POST", `/api/files?${query}`);
  line.setRequestHeader("Content-Type", file.type || "application/octet-stream");
  line.send(file);
  return { whole, cancel: () => line.abort() };
}

function reasonOf(line: XMLHttpRequest): string {
  try {
    const { error } = JSON.parse(line.responseText) as ErrorBody;
    return sayFact(error.message, error.code, error.fact);
  } catch {
    return line.status === 0 ? t.request.unreachable : `HTTP ${line.status}`;
  }
}
