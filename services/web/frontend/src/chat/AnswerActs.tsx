// Below an answer: what it took, and what can be done with it.
import { useLocation } from "wouter";
import type { Message } from "../contract.gen";
import { agents } from "../core/agents";
import { isSilent } from "../core/attempts";
import { useCell } from "../core/cell";
import { t } from "../i18n";
import { duration, money } from "../i18n/format";
import { IconButton } from "../ui/Button";
import { Copy } from "../ui/Copy";
import { Menu, MenuItem } from "../ui/Menu";
import { answerAgain, forkThread } from "./actions";
import { Deliveries } from "./Deliveries";
import { copyLink } from "./copyLink";
import { Siblings, type SiblingsProps } from "./Siblings";

interface AnswerActsProps extends SiblingsProps {
  /** It is being made: one can only look at the others meanwhile. */
  live: boolean;
}

/** The way to the others stays the same buttons, whichever is shown: who walks by the keyboard keeps the focus. */
export function AnswerActs({ message, siblings, onChoose, live }: AnswerActsProps) {
  const silent = isSilent(message);
  const asked = message.reply_to;
  return (
    <div className="acts">
      {!live && !silent && <UsageLine message={message} />}
      {!live && !silent && <Deliveries deliveries={message.deliveries} />}
      <Siblings message={message} siblings={siblings} onChoose={onChoose} />
      {!live && !silent && <WholeActs message={message} />}
      {silent && asked !== null && (
        <IconButton icon="retry" label={t.turn.retry} onClick={() => void answerAgain(asked, null)} />
      )}
    </div>
  );
}

function WholeActs({ message }: { message: Message }) {
  const [, go] = useLocation();
  const all = useCell(agents);
  const others = all.filter((agent) => agent.id !== message.agent_id);

  const fork = async () => {
    const forkId = await forkThread(message.thread_id, message.id);
    if (forkId) go(`/chat/${forkId}`);
  };
  return (
    <>
      {message.text !== "" && <Copy text={message.text} label={t.message.copy} />}
      <IconButton
        icon="retry"
        label={t.message.retry}
        className="only-wide"
        onClick={() => void answerAgain(message.id, null)}
      />
      <IconButton icon="fork" label={t.message.fork} className="only-wide" onClick={() => void fork()} />
      <Menu trigger={<IconButton icon="more" label={t.more} />}>
        <MenuItem icon="retry" onClick={() => void answerAgain(message.id, null)}>
          {t.message.retry}
        </MenuItem>
        <MenuItem icon="fork" onClick={() => void fork()}>
          {t.message.fork}
        </MenuItem>
        <MenuItem icon="link" onClick={() => void copyLink(message)}>
          {t.message.link}
        </MenuItem>
        {others.map((agent) => (
          <MenuItem key={agent.id} icon="retry" onClick={() => void answerAgain(message.id, agent.id)}>
            {t.message.retryWith} {agent.name}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

export function UsageLine({ message }: { message: Message }) {
  const { usage, duration_ms } = message;
  const words = [
    usage && t.usage.tokens(usage.input_tokens + usage.output_tokens),
    usage?.cost_micros != null && usage.cost_micros > 0 && money(usage.cost_micros),
    duration_ms !== null && duration(duration_ms),
  ].filter((word) => typeof word === "string");
  if (words.length === 0) return null;
  const detail = usage ? t.usage.detail(usage.input_tokens, usage.output_tokens) : undefined;
  return (
    <span className="number usage" title={detail}>
      {words.join(", ")}
    </span>
  );
}
