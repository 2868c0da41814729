// A message with nothing in it yet.
import type { Message } from "../contract.gen";

export function emptyMessage(id: string, threadId: string, role: Message["role"], at: string): Message {
  return {
    id,
    thread_id: threadId,
    position: 0,
    anchor: 0,
    role,
    text: "",
    reasoning: "",
    reasoning_ms: null,
    parts: [],
    source: "web",
    sender: null,
    agent_id: null,
    turn_id: null,
    reply_to: null,
    attachments: [],
    artifacts: [],
    deliveries: [],
    stop_reason: null,
    usage: null,
    duration_ms: null,
    edited: false,
    deleted: false,
    pending: false,
    client_time: null,
    created_at: at,
  };
}
