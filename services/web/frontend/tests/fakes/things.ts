// Threads, messages and events as the service tells them, with everything a test does not care about filled in.
import type { AgentView, FileRef, Message, Thread, ThreadRow } from "../../src/contract.gen";
import { emptyMessage } from "../../src/core/message";
import { initial } from "../../src/core/view";

export const AT = "2026-11-20T09:00:00Z";

export function thread(id: string, more: Partial<Thread> = {}): Thread {
  return {
    id,
    title: `Title of ${id}`,
    status: "active",
    agent_id: "atlas",
    pinned: false,
    busy_mode: "enqueue",
    busy_modes: {},
    respond_policy: "always",
    overrides: { model: null, instructions: null, parameters: null },
    parent_thread_id: null,
    parent_message_id: null,
    parent_turn_id: null,
    children: [],
    total_tokens: 0,
    cost_micros: 0,
    created_at: AT,
    last_activity_at: AT,
    ...more,
  };
}

export function row(id: string, more: Partial<Thread> = {}, rest: Partial<ThreadRow> = {}): ThreadRow {
  return { thread: thread(id, more), last_text: "", last_role: null, running: false, waiting: false, queued: 0, seq: 1, last_seq: 1, passage: null, ...rest };
}

export function said(position: number, more: Partial<Message> = {}): Message {
  return {
    ...emptyMessage(`m${position}`, "th1", "user", AT),
    text: `text ${position}`,
    position,
    anchor: position,
    ...more,
  };
}

export function answered(position: number, to: number, more: Partial<Message> = {}): Message {
  return {
    ...emptyMessage(`a${position}`, "th1", "assistant", AT),
    text: `answer ${position}`,
    position,
    anchor: to,
    reply_to: `m${to}`,
    agent_id: "atlas",
    ...more,
  };
}

export function viewOf(messages: Message[], seq = 1, hasEarlier = false): AgentView {
  const view = initial("th1");
  return {
    ...view,
    seq,
    agent_id: "atlas",
    visible_messages: messages,
    runtime_context: { ...view.runtime_context, thread: thread("th1") },
    metadata: { ...view.metadata, has_earlier: hasEarlier },
  };
}

export const file: FileRef = { id: "f1", name: "beds.png", media_type: "image/png", size: 2048, sha256: "" };
