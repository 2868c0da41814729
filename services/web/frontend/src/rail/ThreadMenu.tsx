// Everything that can be done to a thread.
import { useLocation, useRoute } from "wouter";
import type { Thread, ThreadRow } from "../contract.gen";
import { archiveThread, changeThread, forkThread, removeThread, titleOf } from "../chat/actions";
import { exportPath } from "../core/api";
import { saveFile } from "../core/saving";
import { isUnread, markUnread, seen } from "../core/seen";
import { threadList } from "../core/threadList";
import { open } from "../help/opened";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";
import { writeClipboard } from "../ui/Copy";
import { Menu, MenuItem, MenuLine } from "../ui/Menu";
import { notify } from "../ui/notify";

export function ThreadMenu({ thread, onRename }: { thread: Thread; onRename: () => void }) {
  const [, go] = useLocation();
  const [, route] = useRoute("/chat/:threadId");
  const isOpen = route?.threadId === thread.id;

  const fork = async () => {
    const forkId = await forkThread(thread.id, null);
    if (forkId) go(`/chat/${forkId}`);
  };
  const leave = (end: (thread: Thread, back: () => void) => Promise<void>) => {
    if (isOpen) go("/");
    void end(thread, () => isOpen && go(`/chat/${thread.id}`));
  };
  const row = threadList.get().rows.find((each) => each.thread.id === thread.id);
  const isRead = row !== undefined && row.last_role === "assistant" && (isOpen || !isUnread(row, seen.get()));
  const setUnread = (which: ThreadRow) => {
    if (isOpen) go("/");
    markUnread(which);
  };
  const copyLink = async () => {
    await writeClipboard(new URL(`/chat/${thread.id}`, location.href).href);
    notify({ text: t.copied, timeout: 2000 });
  };
  const label = t.rail.menuOf(titleOf(thread));
  return (
    <Menu trigger={<IconButton icon="more" label={label} className="thread-menu" />}>
      <MenuItem icon="edit" onClick={onRename}>
        {t.thread.rename}
      </MenuItem>
      <MenuItem icon="pin" onClick={() => void changeThread(thread, { pinned: !thread.pinned })}>
        {thread.pinned ? t.thread.unpin : t.thread.pin}
      </MenuItem>
      {isRead && (
        <MenuItem icon="unread" onClick={() => setUnread(row)}>
          {t.thread.setUnread}
        </MenuItem>
      )}
      {isOpen && (
        <MenuItem icon="gear" onClick={() => open("thread")}>
          {t.thread.settings}
        </MenuItem>
      )}
      <MenuItem icon="fork" onClick={() => void fork()}>
        {t.thread.fork}
      </MenuItem>
      <MenuItem icon="link" onClick={() => void copyLink()}>
        {t.thread.copyLink}
      </MenuItem>
      <MenuItem icon="save" onClick={() => saveFile(exportPath(thread.id, "md"))}>
        {t.thread.saveMarkdown}
      </MenuItem>
      <MenuItem icon="save" onClick={() => saveFile(exportPath(thread.id, "json"))}>
        {t.thread.saveJson}
      </MenuItem>
      <MenuLine />
      {thread.status === "archived" ? (
        <MenuItem icon="archive" onClick={() => void changeThread(thread, { status: "active" })}>
          {t.thread.unarchive}
        </MenuItem>
      ) : (
        <MenuItem icon="archive" onClick={() => leave(archiveThread)}>
          {t.thread.archive}
        </MenuItem>
      )}
      <MenuItem icon="trash" danger onClick={() => leave(removeThread)}>
        {t.thread.remove}
      </MenuItem>
    </Menu>
  );
}
