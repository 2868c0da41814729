// Which messages of people somebody has answered, is answering or is about to: nobody has to be asked for them.
import type { AgentView, Message } from "../contract.gen";

/** The ids of messages that were answered, also of those that only joined an answer. */
export function findAnswered(view: AgentView): Set<string | null> {
  const { turn, queue } = view.runtime_context;
  const said = new Map(view.visible_messages.map((message) => [message.id, message]));
  const answered = new Set(view.visible_messages.map((message) => message.reply_to));
  for (const { message_id } of [...queue, ...view.failures]) answered.add(message_id);
  if (turn !== null) answered.add(turn.message_id);

  const answers = view.visible_messages.filter(({ reply_to }) => reply_to !== null);
  const spans = answers.map((answer) => spanOf(answer, said)).filter(({ from, to }) => from < to);
  if (turn !== null) spans.push({ from: said.get(turn.message_id)?.position ?? 0, to: Infinity });
  for (const message of said.values()) {
    if (joinsAnswer(message) && spans.some(({ from, to }) => from < message.position && message.position <= to)) {
      answered.add(message.id);
    }
  }
  return answered;
}

/** An answer stands below the newest message that it answers: those between that and what was asked have joined it. */
function spanOf(answer: Message, said: Map<string, Message>): { from: number; to: number } {
  return { from: said.get(answer.reply_to ?? "")?.position ?? 0, to: answer.anchor };
}

/** It was said to an agent, and not only to the room. */
function joinsAnswer({ role, agent_id, pending }: Message): boolean {
  return role === "user" && agent_id !== null && !pending;
}
