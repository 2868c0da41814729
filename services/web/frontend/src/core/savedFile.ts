// Reads a file that Parley saved, or says in plain words what is wrong with it.
import { t } from "../i18n";
import { ApiError } from "./http";
import { FILE_LIMIT } from "./uploads";

type Kind = "thread" | "agent";

const VERSION = 1; // of the files that this Parley reads
const IN_MESSAGES = /messages\.(\d+)\.?/;

/** What the file holds; the service looks at the rest. Rejects with an ApiError. */
export async function readSaved(file: File, kind: Kind): Promise<object> {
  if (file.size > FILE_LIMIT) throw bad(t.saved.tooLarge(file.name));
  const text = await file.text().catch(() => {
    throw bad(t.saved.unreadable(file.name));
  });
  const saved = readJson(file.name, text.trim());
  const problem = judge(file.name, saved, kind);
  if (problem !== null) throw bad(problem);
  return saved as object;
}

/** Makes of what the service refused a sentence about the file, and rejects with that. */
export function blame(file: File): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 413) throw bad(t.saved.tooLarge(file.name));
    if (error.status !== 422 || error.field === null) throw error;
    throw bad(t.saved.damaged(file.name, placeOf(error.field), error.message.replace(IN_MESSAGES, "")));
  };
}

function bad(sentence: string): ApiError {
  return new ApiError(422, "bad_file", sentence, null, null);
}

function readJson(name: string, text: string): unknown {
  if (text === "") throw bad(t.saved.empty(name));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!text.startsWith("{") && !text.startsWith("[")) throw bad(t.saved.notJson(name));
    if (!text.endsWith(text.startsWith("{") ? "}" : "]")) throw bad(t.saved.cutOff(name));
    const line = /line (\d+)/.exec(String(error))?.[1] ?? null; // not every browser says it
    throw bad(t.saved.broken(name, line));
  }
}

/** What is wrong with what the file says of itself; null: nothing. */
function judge(name: string, saved: unknown, wanted: Kind): string | null {
  const format = typeof saved === "object" && saved !== null && "format" in saved ? String(saved.format) : "";
  const [, kind, version] = /^parley\.(thread|agent)\.v(\d+)$/.exec(format) ?? [];
  if (kind === undefined) return t.saved[wanted].none(name);
  if (kind !== wanted) return t.saved[kind as Kind].instead(name);
  return Number(version) > VERSION ? t.saved.newer(name) : null;
}

/** Messages are counted as people count. */
function placeOf(field: string): string {
  const message = IN_MESSAGES.exec(field);
  return message ? t.saved.message(Number(message[1]) + 1) : t.quoted(field);
}
