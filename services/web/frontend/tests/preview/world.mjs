// A Parley of pretence for looking at pages: threads in memory, answers by keyword, everything told as events.

let count = 0;
const newId = () => `id${++count}`;
const now = () => new Date().toISOString();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const agents = [
  agent("parley", "Parley", 215, "Answers offline", "demo/echo", true),
  agent("atlas", "Atlas", 215, "Researcher", "gpt-5-mini"),
  agent("forge", "Forge", 65, "Coder", "qwen3-coder"),
  agent("juno", "Juno", 330, "Editor", "claude-haiku"),
];

function agent(id, name, hue, description, model, isDefault = false) {
  return { id, name, hue, description, model, is_default: isDefault, api_base: null, api_key: null, tools: [] };
}

export class World {
  threads = new Map(); // id -> { thread, view, events, refused }
  listeners = new Set();

  constructor(view) {
    this.view = view;
  }

  create(id, title, agentId, more = {}) {
    const thread = {
      id,
      title,
      status: "active",
      agent_id: agentId,
      pinned: false,
      busy_mode: "enqueue",
      respond_policy: "always",
      overrides: { model: null, instructions: null, parameters: null },
      parent_thread_id: null,
      parent_message_id: null,
      children: [],
      total_tokens: 0,
      cost_micros: 0,
      created_at: now(),
      last_activity_at: now(),
      ...more,
    };
    this.threads.set(id, { thread, view: this.view.initial(id), events: [], last: null, messages: [] });
    this.tell(id, { kind: "thread.created", thread });
    return thread;
  }

  tell(threadId, event) {
    const place = this.threads.get(threadId);
    const durable = !("n" in event) && event.kind !== "presence.changed";
    const whole = { thread_id: threadId, turn_id: null, agent_id: null, attempt: null, at: now(), ...event };
    if (durable) Object.assign(whole, { id: newId(), seq: place.view.seq + 1 });
    if (durable) place.events.push(whole);
    place.view = this.view.apply(place.view, whole);
    if (whole.message) {
      place.last = whole.message;
      place.messages = place.messages.filter((each) => each.id !== whole.message.id).concat(whole.message);
    }
    place.thread = place.view.runtime_context.thread ?? place.thread;
    for (const listener of this.listeners) listener(threadId, whole, durable);
    return whole;
  }

  row(threadId) {
    const { thread, view, last } = this.threads.get(threadId);
    const { turn, approvals } = view.runtime_context;
    return {
      thread,
      last_text: last?.text.slice(0, 80) ?? "",
      last_role: last?.role ?? null,
      running: turn !== null,
      waiting: approvals.length > 0,
      seq: view.seq,
      last_seq: view.seq,
      passage: null,
    };
  }

  say(threadId, text, more = {}) {
    const place = this.threads.get(threadId);
    const id = more.id ?? newId();
    if (place.messages.some((message) => message.id === id)) return;
    const position = place.messages.length + 1;
    const turnId = `t${id}`;
    const message = {
      ...this.view.empty(id, threadId, "user", now()),
      text,
      position,
      anchor: position,
      agent_id: null,
      ...more,
      id,
    };
    this.tell(threadId, {
      kind: "message.created",
      message,
      turn_id: turnId,
      agent_id: more.agent_id ?? place.thread.agent_id,
    });
    return { turnId, message };
  }

  /** A finished answer, without the way that led to it. */
  answer(threadId, text, more = {}) {
    const place = this.threads.get(threadId);
    const asked = place.messages.findLast((message) => message.role === "user");
    const queued = place.view.runtime_context.queue.at(-1);
    const turnId = queued?.turn_id ?? newId();
    const agentId = more.agent_id ?? place.thread.agent_id;
    const message = {
      ...this.view.empty(`a${turnId}`, threadId, "assistant", now()),
      text,
      agent_id: agentId,
      turn_id: turnId,
      reply_to: asked?.id ?? null,
      anchor: asked?.anchor ?? 0,
      position: place.messages.length + 1,
      stop_reason: "end",
      duration_ms: 8100,
      usage: usageOf(agentId, 2314, 4100),
      ...more,
    };
    this.start(threadId, turnId, asked?.id ?? "", agentId);
    this.tell(threadId, { kind: "message.ready", message, turn_id: turnId });
    this.tell(threadId, { kind: "turn.finished", turn_id: turnId, usage: message.usage, duration_ms: 8100 });
    return message;
  }

  start(threadId, turnId, messageId, agentId) {
    const model = agents.find((each) => each.id === agentId)?.model ?? "";
    this.tell(threadId, {
      kind: "turn.started",
      turn_id: turnId,
      agent_id: agentId,
      attempt: 1,
      message_id: messageId,
      answer_id: `a${turnId}`,
      runner: "r1",
      model,
    });
  }

  async stream(threadId, turnId, text, { step = 0, speed = 25, kind = "text.delta", size = 0 } = {}) {
    let n =
      this.threads.get(threadId).view.metadata.cursor.step === step
        ? this.threads.get(threadId).view.metadata.cursor.n
        : -1;
    const pieces = size === 0 ? /\s*\S+\s?/g : new RegExp(`[^]{1,${size}}`, "g");
    for (const piece of text.match(pieces) ?? []) {
      if (this.threads.get(threadId)?.stopped === turnId) return;
      this.tell(threadId, {
        kind,
        turn_id: turnId,
        attempt: 1,
        step,
        n: ++n,
        message_id: `a${turnId}`,
        text: piece,
        ...(kind === "text.delta" ? { reasoning: "" } : {}),
        whole: false,
      });
      await pause(speed);
    }
  }

  async tool(threadId, turnId, step, name, args, summary, ms) {
    const callId = newId();
    const base = { turn_id: turnId, call_id: callId };
    this.tell(threadId, {
      ...base,
      kind: "tool.called",
      step,
      name,
      title: name,
      arguments: args,
      effect: "pure",
      source: "built-in",
    });
    this.tell(threadId, { ...base, kind: "tool.started" });
    await pause(ms);
    this.tell(threadId, { ...base, kind: "tool.finished", state: "done", summary, artifacts: [], duration_ms: ms });
  }

  finish(threadId, turnId, text, more = {}) {
    const place = this.threads.get(threadId);
    const { streaming_message: streaming } = place.view;
    const message = {
      ...streaming,
      text,
      stop_reason: "end",
      duration_ms: 2400,
      position: place.messages.length + 1,
      usage: usageOf(streaming.agent_id, 812, 900),
      ...more,
    };
    this.tell(threadId, { kind: "message.ready", message, turn_id: turnId });
    const kind = more.stop_reason === "cancelled" ? "turn.cancelled" : "turn.finished";
    this.tell(threadId, { kind, turn_id: turnId, usage: message.usage, duration_ms: 2400, reason: "", message_id: "" });
  }
}

export function usageOf(agentId, tokens, micros) {
  const model = agents.find((each) => each.id === agentId)?.model ?? "demo/echo";
  return {
    model,
    input_tokens: Math.round(tokens * 0.8),
    output_tokens: Math.round(tokens * 0.2),
    cached_tokens: 0,
    reasoning_tokens: 0,
    cost_micros: micros,
    source: "provider",
    ttft_ms: 300,
  };
}
