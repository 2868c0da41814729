// Messages on their way: kept in this browser, sent in order, and again until the thread has them or refused them.
import type { MessageState, NewMessage } from "../contract.gen";
import { sayFact } from "../i18n/facts";
import { api } from "./api";
import { Pause, backoff } from "./backoff";
import { Cell } from "./cell";
import { ApiError } from "./http";
import { uuid7 } from "./ids";
import { forgetOutgoing, keepOutgoing, onOutgoingGone, recallOutgoing, NOTHING_MORE, type Outgoing, type Said } from "./outgoing";

const LISTEN = 3000; // ms; how long the thread's event may take after the message was taken

export class Outbox {
  readonly messages = new Cell<Outgoing[]>([]);
  /** Told when a thread was begun, so that it can be watched. */
  onThreadBegun: (threadId: string) => void = () => undefined;

  private readonly settled = new Set<string>();
  private readonly pauses = new Map<string, Pause>();
  private readonly draining = new Set<string>();

  /** Takes up what an earlier visit left. */
  start(): void {
    const known = new Set(this.messages.get().map((message) => message.id));
    const fresh = recallOutgoing().filter((message) => !known.has(message.id));
    this.messages.update((before) => [...before, ...fresh].sort((a, b) => (a.id < b.id ? -1 : 1)));
    for (const message of this.messages.get()) this.drain(message.threadId);
    // Another tab has seen it arrive.
    onOutgoingGone((messageId) => this.settle(messageId));
  }

  add(threadId: string, said: Said, beginsThread: boolean): Outgoing {
    const at = new Date().toISOString();
    const message = { ...NOTHING_MORE, ...said, id: uuid7(), threadId, beginsThread, at, problem: null, delayed: false };
    keepOutgoing(message);
    this.messages.update((before) => [...before, message]);
    this.drain(threadId);
    return message;
  }

  /** The thread has it. */
  settle(messageId: string): void {
    if (!this.find(messageId)) return;
    this.settled.add(messageId);
    this.remove(messageId);
  }

  /** The thread will not have it. */
  refuse(messageId: string, problem: string): void {
    this.change(messageId, { problem, delayed: false });
    this.pauses.get(messageId)?.wake();
  }

  discard(messageId: string): void {
    this.remove(messageId);
  }

  /** Sends a refused message anew, as another message: the first id stays refused for good. */
  again(messageId: string): void {
    const message = this.find(messageId);
    if (!message) return;
    this.remove(messageId);
    const { text, agentId, attachments, mode, sender } = message;
    this.add(message.threadId, { text, agentId, attachments, mode, sender }, message.beginsThread);
  }

  hasArrived(messageId: string): boolean {
    return this.settled.has(messageId);
  }

  /** The line is back: no use in waiting any longer. */
  hurry(): void {
    for (const pause of this.pauses.values()) pause.wake();
  }

  beginsThread(threadId: string): boolean {
    return this.messages.get().some((message) => message.threadId === threadId && message.beginsThread);
  }

  private drain(threadId: string): void {
    if (this.draining.has(threadId)) return;
    this.draining.add(threadId);
    void this.sendAll(threadId).finally(() => this.draining.delete(threadId));
  }

  private async sendAll(threadId: string): Promise<void> {
    for (;;) {
      const next = this.messages.get().find((each) => each.threadId === threadId && each.problem === null);
      if (next === undefined) return;
      await this.deliver(next).finally(() => this.pauses.delete(next.id));
    }
  }

  private async deliver(message: Outgoing): Promise<void> {
    const pause = new Pause();
    this.pauses.set(message.id, pause);
    let failures = 0;
    while (this.isOpen(message.id)) {
      try {
        await this.send(message);
        failures = 0;
        if (!this.isOpen(message.id)) break;
        if (this.find(message.id)?.delayed) this.change(message.id, { delayed: false });
        await pause.for(LISTEN);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Signing in again opens the way for what was written before.
        if (!error.passing && error.status !== 401) return this.refuse(message.id, error.message);
        this.change(message.id, { delayed: true });
        await pause.for(error.retryAfter ?? backoff(failures++));
      }
    }
  }

  private async send(message: Outgoing): Promise<void> {
    if (message.beginsThread) {
      await api.createThread(message.threadId, message.agentId);
      this.onThreadBegun(message.threadId);
    }
    const { id, text, agentId, at, attachments, mode, sender } = message;
    const body: NewMessage = { id, text, agent_id: agentId, client_time: at, attachments, mode, sender };
    const answer = await api.sendMessage(message.threadId, body);
    if (answer.status === 200) this.learn(id, answer.body as MessageState);
  }

  private learn(messageId: string, state: MessageState): void {
    if (state.refusal) this.refuse(messageId, sayFact(state.refusal.reason, state.refusal.code, state.refusal.fact));
    else if (state.message) this.settle(messageId);
  }

  private isOpen(messageId: string): boolean {
    return this.find(messageId)?.problem === null;
  }

  private find(messageId: string): Outgoing | undefined {
    return this.messages.get().find((message) => message.id === messageId);
  }

  private change(messageId: string, changes: Partial<Outgoing>): void {
    this.messages.update((before) =>
      before.map((message) => {
        if (message.id !== messageId) return message;
        const changed = { ...message, ...changes };
        keepOutgoing(changed);
        return changed;
      }),
    );
  }

  private remove(messageId: string): void {
    forgetOutgoing(messageId);
    this.messages.update((before) => before.filter((message) => message.id !== messageId));
    this.pauses.get(messageId)?.wake();
  }
}
