// What can be done to a message that waits its turn.
import type { AgentView, Message, QueuedTurn } from "../contract.gen";
import { attempt, stopTurn, withdrawTurn } from "../chat/actions";
import { api } from "../core/api";
import { addToDraft } from "../core/drafts";
import { t } from "../i18n";
import { pickAgent } from "./useChosenAgent";

export function queueActions(view: AgentView, queued: QueuedTurn, message: Message) {
  const { turn, approvals, thread } = view.runtime_context;

  /** What the running turn waits for is refused: the message comes instead. */
  const refuseOpen = () =>
    Promise.all(
      approvals.map((each) =>
        attempt(t.doing.decide, () => api.decide(each.id, { decision: "deny", remember: "once", arguments: null, reason: message.text.slice(0, 2000) })),
      ),
    );
  const withdraw = () => withdrawTurn(queued.turn_id);
  return {
    withdraw,
    /** Of the first: its turn comes as soon as the one before it has ended. */
    sendNow: async () => {
      await refuseOpen();
      if (turn) await stopTurn(view.thread_id, turn.turn_id);
    },
    edit: async () => {
      if ((await withdraw()) === null) return;
      pickAgent(view.thread_id, thread?.agent_id ?? null, queued.agent_id);
      addToDraft(view.thread_id, message.text, message.attachments);
    },
  };
}
