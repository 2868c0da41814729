// Messages that wait behind the answer that is being made: send one now, change it, take it back.
import type { AgentView, Approval, Message, QueuedTurn } from "../contract.gen";
import { queueActions } from "./queueActions";
import { t } from "../i18n";
import { IconButton, Button } from "../ui/Button";

interface Waiting {
  turn: QueuedTurn;
  message: Message;
}

export function Queue({ view }: { view: AgentView }) {
  const { queue, turn, approvals } = view.runtime_context;
  const waiting = turn === null ? [] : queue.flatMap((each) => withMessage(each, view));
  if (waiting.length === 0) return null;
  return (
    <section className="queue" aria-label={t.queue.title}>
      <ol>
        {waiting.map((each, index) => (
          <Row key={each.turn.turn_id} waiting={each} first={index === 0} view={view} approvals={approvals} />
        ))}
      </ol>
    </section>
  );
}

function withMessage(turn: QueuedTurn, { visible_messages }: AgentView): Waiting[] {
  const message = visible_messages.find((each) => each.id === turn.message_id);
  return message ? [{ turn, message }] : [];
}

interface RowProps {
  waiting: Waiting;
  first: boolean;
  view: AgentView;
  approvals: Approval[];
}

function Row({ waiting: { turn, message }, first, view, approvals }: RowProps) {
  const act = queueActions(view, turn, message);
  const again = isAnsweredAgain(view, message);
  return (
    <li>
      <span className="grow brief" dir="auto">
        {message.text || message.attachments.map((file) => file.name).join(", ")}
      </span>
      {/* Said anew, a later one would come after all the others. */}
      {first && (
        <Button look="quiet" onClick={() => void act.sendNow()}>
          {approvals.length > 0 ? t.queue.instead : t.queue.now}
        </Button>
      )}
      {!again && <IconButton icon="edit" label={t.queue.edit} onClick={() => void act.edit()} />}
      <IconButton icon="x" label={t.message.withdraw} onClick={() => void act.withdraw()} />
    </li>
  );
}

/** Taken back it stays said: to say it anew would double it. */
function isAnsweredAgain({ runtime_context, visible_messages }: AgentView, { id }: Message): boolean {
  return runtime_context.turn?.message_id === id || visible_messages.some((each) => each.reply_to === id);
}
