// Brings back a thread that was saved as JSON, here or elsewhere.
import { attempt } from "../chat/actions";
import { api } from "../core/api";
import { uuid7 } from "../core/ids";
import { showThread } from "../core/threadList";
import { t } from "../i18n";
import { notify } from "../ui/notify";

export function importThread(go: (path: string) => void): void {
  const picker = document.createElement("input");
  picker.type = "file";
  picker.accept = "application/json,.json";
  picker.onchange = () => {
    const [file] = picker.files ?? [];
    if (file) void take(file, go);
  };
  picker.click();
}

async function take(file: File, go: (path: string) => void): Promise<void> {
  const saved = readJson(await file.text());
  if (saved === undefined) return notify({ text: t.palette.notJson(file.name), kind: "bad" });
  if (!isThread(saved)) return notify({ text: t.palette.notThread(file.name), kind: "bad" });
  const thread = await attempt(t.doing.import, () => api.importThread(uuid7(), saved));
  if (!thread) return;
  showThread(thread);
  go(`/chat/${thread.id}`);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether it says of itself that Parley saved it; the service looks at the rest. */
function isThread(saved: unknown): boolean {
  return typeof saved === "object" && saved !== null && "format" in saved && String(saved.format).startsWith("parley.thread.");
}
