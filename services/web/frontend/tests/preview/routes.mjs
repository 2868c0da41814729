// The pretended Parley's HTTP answers.
import { agents } from "./world.mjs";
import { answerFile } from "./files.mjs";
import { decided, reply } from "./replies.mjs";

let signedIn = false;

const SHELL = {
  name: "shell",
  title: "shell",
  parameters: {
    type: "object",
    required: ["command"],
    properties: {
      command: { type: "string", description: "What is run." },
      seconds: { type: "integer", description: "How long it may take." },
      quiet: { type: "boolean" },
    },
  },
};

export async function answerApi(world, request, response, url) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const path = url.pathname.split("/").slice(2);
  if (path[0] === "files") return answerFile(request, response, path[1], Buffer.concat(chunks), url.searchParams);
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
  const answer =
    route(world, `${request.method} ${path[0]}`, path, body, url.searchParams) ??
    problem(404, "not_found", "Nothing here.");
  response.writeHead(answer.status ?? 200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(answer.body ?? null));
}

function problem(status, code, message) {
  return { status, body: { error: { code, message, field: null } } };
}

function route(world, what, path, body, query) {
  if (what === "POST session") {
    signedIn = body.token === "preview";
    return signedIn ? { body: {} } : problem(401, "wrong_token", "wrong token");
  }
  if (what === "DELETE session") return ((signedIn = false), { body: {} });
  if (!signedIn) return problem(401, "wrong_token", "sign in first");
  if (what === "GET session") return { body: { name: "you", surface: "session" } };
  if (what === "GET agents" && path.length === 1) return { body: { agents } };
  if (what === "GET models")
    return {
      body: {
        models: [
          {
            model: "ollama/qwen3:8b",
            provider: "Ollama",
            api_base: "http://127.0.0.1:11434",
            api_key: null,
            context_window: null,
            found: "local",
          },
        ],
      },
    };
  if (what === "POST models")
    return {
      body: {
        ok: false,
        text: "",
        error: "The provider says that the key is wrong.",
        code: "auth",
        ttft_ms: null,
        tools: null,
      },
    };
  if (what === "GET tools") return { body: { tools: [SHELL] } };
  if (what === "GET agents" && path[2] === "preflight") return { body: { tokens: 3840, context_window: 32_000 } };
  if (what === "PATCH messages") return edit(world, path[1], body);
  if (what === "PATCH agents") return changeAgent(path[1], body);
  if (path[0] === "threads" && path[2] === "chats") return { body: { chats: [] } };
  if (path[0] === "threads") return threads(world, what.split(" ")[0], path, body, query);
  if (what === "POST approvals") return decide(world, path[1], body);
  if (what === "POST messages") return retry(world, path[1], body);
  if (what === "DELETE turns") return withdraw(world, path[1]);
  return null;
}

function changeAgent(id, change) {
  const known = agents.find((agent) => agent.id === id);
  return { body: Object.assign(known, change) };
}

function threads(world, method, [, id, part], body, query) {
  if (id === undefined) return method === "GET" ? list(world, query) : { status: 201, body: create(world, body) };
  const place = world.threads.get(id);
  if (!place || place.gone) {
    if (part === "restore" && place) return restore(world, id, place);
    return problem(404, "thread_not_found", `thread '${id}' does not exist`);
  }
  if (part === "messages") return method === "GET" ? page(place, query.get("before")) : send(world, id, body);
  if (part === "fork") return { body: fork(world, id, body) };
  if (part === "stop") return ((place.stopped = place.view.runtime_context.turn?.turn_id), { body: {} });
  if (method === "PATCH") return change(world, id, body);
  if (method === "DELETE") return remove(world, id, place);
  return { body: place.thread };
}

function list(world, query) {
  const wanted = query.get("q")?.toLowerCase() ?? "";
  const status = query.get("status") ?? "active";
  const items = [...world.threads]
    .filter(([, place]) => !place.gone && place.thread.status === status)
    .map(([id]) => world.row(id));
  const found = items.filter((row) => row.thread.title.toLowerCase().includes(wanted));
  return {
    body: { items: found.sort((a, b) => (a.thread.last_activity_at < b.thread.last_activity_at ? 1 : -1)), next: null },
  };
}

function create(world, { id, title, agent_id: agentId }) {
  return world.threads.get(id)?.thread ?? world.create(id, title ?? "", agentId ?? "parley");
}

function page({ messages }, before) {
  const end = before === null ? messages.length : Number(before);
  const start = Math.max(0, end - 50);
  return { body: { items: messages.slice(start, end), next: start > 0 ? String(start) : null, seq: 0 } };
}

function send(world, id, { id: messageId, text, agent_id: agentId }) {
  const place = world.threads.get(id);
  const known = place.messages.find((message) => message.id === messageId);
  if (known) return { status: 200, body: { message: known, turn: null, refusal: null } };
  if (text.includes("refuse")) return problem(413, "too_long", "The message is longer than 256 KB.");
  setTimeout(() => {
    const said = world.say(id, text, { id: messageId });
    if (place.thread.title === "") world.tell(id, { kind: "title.changed", title: text.slice(0, 40) });
    if (said) void reply(world, id, said, agentId ?? place.thread.agent_id);
  }, 150);
  return { status: 202, body: { message_id: messageId } };
}

function fork(world, id, { id: newId, message_id: messageId }) {
  const { thread, messages } = world.threads.get(id);
  const made = world.create(newId, `${thread.title} (fork)`, thread.agent_id, {
    parent_thread_id: id,
    parent_message_id: messageId,
  });
  const upTo = messageId === null ? messages.length : messages.findIndex((each) => each.id === messageId) + 1;
  for (const message of messages.slice(0, upTo)) {
    world.tell(newId, {
      kind: "message.created",
      message: { ...message, id: `${newId}${message.id}`, thread_id: newId, turn_id: null },
    });
  }
  world.tell(id, { kind: "thread.updated", thread: { ...thread, children: [...thread.children, newId] } });
  return made;
}

function change(world, id, changes) {
  const { thread } = world.threads.get(id);
  world.tell(id, { kind: "thread.updated", thread: { ...thread, ...changes } });
  return { body: world.threads.get(id).thread };
}

function remove(world, id, place) {
  place.gone = true;
  world.tell(id, { kind: "thread.deleted", thread: place.thread });
  return { body: place.thread };
}

function restore(world, id, place) {
  place.gone = false;
  place.view = { ...place.view, outcome: null };
  return { body: place.thread };
}

function decide(world, approvalId, { decision }) {
  for (const [id, { view }] of world.threads) {
    const approval = view.runtime_context.approvals.find((each) => each.id === approvalId);
    if (approval) return (void decided(world, id, approval, decision), { body: approval });
  }
  return problem(409, "already_decided", "It was denied on Telegram at 09:41.");
}

function retry(world, messageId, { id: retryId, agent_id: agentId }) {
  for (const [id, { messages, thread }] of world.threads) {
    const known = messages.find((each) => each.id === messageId);
    if (!known) continue;
    const message = known.role === "user" ? known : messages.find((each) => each.id === known.reply_to);
    void reply(world, id, { turnId: `t${retryId}`, message }, agentId ?? known.agent_id ?? thread.agent_id);
    return { body: {} };
  }
  return null;
}

function withdraw(world, turnId) {
  for (const [id, { view }] of world.threads) {
    const queued = view.runtime_context.queue.find((each) => each.turn_id === turnId);
    if (!queued) continue;
    world.tell(id, { kind: "turn.cancelled", turn_id: turnId, reason: "withdrawn", message_id: queued.message_id });
    world.tell(id, { kind: "message.deleted", message_id: queued.message_id });
    return { body: {} };
  }
  return problem(409, "already_runs", "It runs already.");
}

function edit(world, messageId, { text, run_again: again }) {
  for (const [id, { messages }] of world.threads) {
    const known = messages.find((each) => each.id === messageId);
    if (!known) continue;
    world.tell(id, { kind: "message.updated", message: { ...known, text, edited: true } });
    if (again) void retry(world, messageId, { id: `e${Date.now()}`, agent_id: null });
    return { body: { ...known, text, edited: true } };
  }
  return problem(404, "message_not_found", "no such message");
}
