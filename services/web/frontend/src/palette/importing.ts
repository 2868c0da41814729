// Brings back a thread that was saved as JSON, here or elsewhere.
import { attempt } from "../chat/actions";
import { api } from "../core/api";
import { uuid7 } from "../core/ids";
import { blame, readSaved } from "../core/savedFile";
import { showThread } from "../core/threadList";
import { t } from "../i18n";

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
  const thread = await attempt(t.doing.import, async () => {
    const saved = await readSaved(file, "thread");
    return api.importThread(uuid7(), saved).catch(blame(file));
  });
  if (!thread) return;
  showThread(thread);
  go(`/chat/${thread.id}`);
}
