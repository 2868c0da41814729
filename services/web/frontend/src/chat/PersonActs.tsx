// Below what a person said: what can be done with it.
import { useLocation } from "wouter";
import type { PersonItem } from "../core/arrange";
import { t } from "../i18n";
import { IconButton } from "../ui/Button";
import { Copy } from "../ui/Copy";
import { answerAgain, forkThread, withdrawTurn } from "./actions";
import { copyLink } from "./copyLink";

export function PersonActs({ item, onEdit }: { item: PersonItem; onEdit: () => void }) {
  const { message, queued, answered } = item;
  const [, go] = useLocation();

  const fork = async () => {
    const forkId = await forkThread(message.thread_id, message.id);
    if (forkId) go(`/chat/${forkId}`);
  };
  return (
    <div className="acts">
      {message.text !== "" && <Copy text={message.text} label={t.message.copy} />}
      <IconButton icon="edit" label={t.message.edit} onClick={onEdit} />
      <IconButton icon="fork" label={t.message.fork} onClick={() => void fork()} />
      <IconButton icon="link" label={t.message.link} onClick={() => void copyLink(message)} />
      {!answered && <IconButton icon="retry" label={t.message.ask} onClick={() => void answerAgain(message.id, null)} />}
      {queued !== null && (
        <IconButton icon="x" label={t.message.withdraw} onClick={() => void withdrawTurn(queued.turn_id)} />
      )}
    </div>
  );
}
