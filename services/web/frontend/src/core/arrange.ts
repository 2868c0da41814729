// A view's messages in the order they are shown: what a person said, then every answer to it as one group.
import type { AgentView, Message, QueuedTurn } from "../contract.gen";

export interface PersonItem {
  kind: "person";
  message: Message;
  queued: QueuedTurn | null;
  /** Somebody has answered it or is about to. */
  answered: boolean;
}

export interface AnswerItem {
  kind: "answer";
  /** Retries of one message; the newest last. */
  answers: Message[];
  /** The newest is still being made. */
  live: boolean;
}

export type Item = PersonItem | AnswerItem;

export function arrange(view: AgentView): Item[] {
  const queue = new Map(view.runtime_context.queue.map((turn) => [turn.message_id, turn]));
  const answered = new Set(view.visible_messages.map((message) => message.reply_to));
  answered.add(view.runtime_context.turn?.message_id ?? null);
  const items: Item[] = [];
  for (const message of view.visible_messages) {
    if (message.role === "user") {
      const queued = queue.get(message.id) ?? null;
      items.push({ kind: "person", message, queued, answered: queued !== null || answered.has(message.id) });
    } else addAnswer(items, message);
  }
  if (view.streaming_message !== null) addStreaming(items, view.streaming_message);
  return items;
}

function addAnswer(items: Item[], message: Message): void {
  const last = items.at(-1);
  if (last?.kind === "answer" && isSibling(last.answers[0], message)) last.answers.push(message);
  else items.push({ kind: "answer", answers: [message], live: false });
}

function addStreaming(items: Item[], message: Message): void {
  const group = items.find((item): item is AnswerItem => item.kind === "answer" && isSibling(item.answers[0], message));
  if (group) {
    group.answers.push(message);
    group.live = true;
    return;
  }
  const item: AnswerItem = { kind: "answer", answers: [message], live: true };
  const asked = items.findIndex((each) => each.kind === "person" && each.message.id === message.reply_to);
  if (asked >= 0) items.splice(asked + 1, 0, item);
  else items.push(item);
}

function isSibling(one: Message | undefined, other: Message): boolean {
  return other.reply_to !== null && one?.reply_to === other.reply_to;
}

export function itemKey(item: Item): string {
  if (item.kind === "person") return item.message.id;
  const first = item.answers[0];
  return `to ${first?.reply_to ?? first?.id}`;
}

export function isSameItem(one: Item, other: Item): boolean {
  if (one.kind === "person") {
    const same = other.kind === "person" && one.message === other.message && one.queued === other.queued;
    return same && one.answered === other.answered;
  }
  if (other.kind === "person" || one.live !== other.live || one.answers.length !== other.answers.length) return false;
  return one.answers.every((answer, index) => answer === other.answers[index]);
}

/** The newest message of an item. */
export function lastMessage(item: Item): Message | undefined {
  return item.kind === "person" ? item.message : item.answers.at(-1);
}

/** The item with what has been heard by now of the answer that is being made. */
export function withStreaming(item: Item, streaming: Message | null): Item {
  if (item.kind === "person" || !item.live || streaming === null || item.answers.at(-1)?.id !== streaming.id) return item;
  return { ...item, answers: [...item.answers.slice(0, -1), streaming] };
}
