// Puts the address of a message into the clipboard, and says so.
import type { Message } from "../contract.gen";
import { t } from "../i18n";
import { writeClipboard } from "../ui/Copy";
import { notify } from "../ui/notify";

export async function copyLink({ thread_id, id }: Message): Promise<void> {
  await writeClipboard(new URL(`/chat/${thread_id}#${id}`, location.href).href);
  notify({ text: t.copied, timeout: 2000 });
}
