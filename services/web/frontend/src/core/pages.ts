// Reads a thread's older messages, page by page, from the newest back.
import type { Message, MessagePage } from "../contract.gen";
import { api } from "./api";

export class Pages {
  private readonly threadId: string;
  private cursor: string | null = null;

  constructor(threadId: string) {
    this.threadId = threadId;
  }

  async next(): Promise<MessagePage> {
    const page = await api.messages(this.threadId, this.cursor);
    this.cursor = page.next;
    return page;
  }

  /** Everything from this message on, or from the beginning if it is gone. */
  async readBackTo(messageId: string | undefined): Promise<Message[]> {
    const read: Message[] = [];
    do {
      read.unshift(...(await this.next()).items);
    } while (this.cursor !== null && !read.some((message) => message.id === messageId));
    return read;
  }
}
