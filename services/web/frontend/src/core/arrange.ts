// A view's messages in the order they are shown: what a person said, then every answer to it as one group.
import type { AgentView, FailedAttempt, Message, QueuedTurn } from "../contract.gen";
import { earlierFailures, silentAnswer } from "./attempts";
import { findAnswered } from "./asked";

export interface PersonItem {
  kind: "person";
  message: Message;
  queued: QueuedTurn | null;
  /** Somebody has answered it or is about to. */
  answered: boolean;
}

export interface AnswerItem {
  kind: "answer";
  /** Retries of one message, failed ones among them; the newest last. */
  answers: Message[];
  failures: FailedAttempt[];
  /** The newest is still being made. */
  live: boolean;
}

export type Item = PersonItem | AnswerItem;

export function arrange(view: AgentView): Item[] {
  const queue = new Map(view.runtime_context.queue.map((turn) => [turn.message_id, turn]));
  const answered = findAnswered(view);
  const items: Item[] = [];
  for (const message of view.visible_messages) {
    if (message.role === "user") {
      const queued = queue.get(message.id) ?? null;
      items.push({ kind: "person", message, queued, answered: queued !== null || answered.has(message.id) });
    } else addAnswer(items, message);
  }
  for (const failed of earlierFailures(view)) addFailure(items, failed);
  if (view.streaming_message !== null) addStreaming(items, view.streaming_message);
  return items;
}

function addAnswer(items: Item[], message: Message): void {
  const last = items.at(-1);
  if (last?.kind === "answer" && isSibling(last.answers[0], message)) last.answers.push(message);
  else items.push({ kind: "answer", answers: [message], failures: [], live: false });
}

function addFailure(items: Item[], failed: FailedAttempt): void {
  const asked = items.flatMap(messagesOf).find((message) => message.id === failed.message_id);
  if (asked === undefined) return;
  const silent = silentAnswer(failed, asked);
  const group = findGroup(items, silent);
  if (group === undefined) {
    addBelow(items, asked, { kind: "answer", answers: [silent], failures: [failed], live: false });
    return;
  }
  group.failures.push(failed);
  if (group.answers.some((answer) => answer.turn_id === failed.turn_id)) return;
  const next = group.answers.findIndex((answer) => Date.parse(answer.created_at) > Date.parse(failed.at));
  group.answers.splice(next < 0 ? group.answers.length : next, 0, silent);
}

function addStreaming(items: Item[], message: Message): void {
  const group = findGroup(items, message);
  if (group) {
    group.answers.push(message);
    group.live = true;
    return;
  }
  const item: AnswerItem = { kind: "answer", answers: [message], failures: [], live: true };
  const asked = items.find((each) => each.kind === "person" && each.message.id === message.reply_to);
  addBelow(items, asked && lastMessage(asked), item);
}

function addBelow(items: Item[], asked: Message | undefined, item: AnswerItem): void {
  const place = items.findIndex((each) => asked !== undefined && messagesOf(each).includes(asked));
  if (place >= 0) items.splice(place + 1, 0, item);
  else items.push(item);
}

function findGroup(items: Item[], message: Message): AnswerItem | undefined {
  return items.find((item): item is AnswerItem => item.kind === "answer" && isSibling(item.answers[0], message));
}

function messagesOf(item: Item): Message[] {
  return item.kind === "person" ? [item.message] : item.answers;
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
  if (one.failures.length !== other.failures.length) return false;
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
