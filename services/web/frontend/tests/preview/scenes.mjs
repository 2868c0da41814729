// The threads of the pretended Parley.
import { LONG } from "./replies.mjs";
import { bench } from "./bench.mjs";
import { work } from "./work.mjs";

const HOUR = 3_600_000; // ms
const ago = (ms) => new Date(Date.now() - ms).toISOString();

export function fill(world, hostile) {
  const garden = world.create("garden", "Garden irrigation plan", "atlas", { pinned: true });
  world.say(
    "garden",
    "How should I water three vegetable beds from a rain barrel? It stands about a metre above them.",
    {
      id: "m1",
      source: "telegram",
    },
  );
  world.answer("garden", LONG, {
    parts: [
      tool(
        "web_search",
        { query: "low pressure drip emitter flow 0.1 bar", limit: 5 },
        '{"hits": 5, "best": "Gravity-fed drip: flow at 1 m head"}',
        1240,
      ),
      tool("weather", { place: "Leiden", days: 7 }, '{"dry_days": 4}', 310),
    ],
    reasoning:
      "The person wants gravity-fed irrigation. Check head pressure first, then flow per emitter, then a schedule.",
    reasoning_ms: 4000,
  });
  const fork = world.create("drip", "…with drip lines instead", "forge", {
    parent_thread_id: "garden",
    parent_message_id: world.threads.get("garden").messages.at(-1).id,
    last_activity_at: ago(HOUR),
    created_at: new Date(Date.now() + 5).toISOString(),
  });
  for (const message of world.threads.get("garden").messages) {
    world.tell("drip", {
      kind: "message.created",
      message: { ...message, id: `f${message.id}`, thread_id: "drip", turn_id: null, reply_to: null },
    });
  }
  world.tell("garden", { kind: "thread.updated", thread: { ...garden, children: [fork.id] } });
  world.say("garden", "Good. Forge, write it to the controller, but ask me first.", { id: "m3", agent_id: "forge" });
  world.answer("garden", "I have the schedule ready. Before I touch the controller, please look at the command.", {
    agent_id: "forge",
  });

  work(world, tool);
  if (process.env.BENCH) bench(world, tool);

  const letter = world.create("letter", "Letter to the housing office", "juno", { last_activity_at: ago(2 * HOUR) });
  world.say(letter.id, "Make it shorter.", { source: "telegram" });
  world.answer(letter.id, "Done.", { agent_id: "juno" });
  backdate(world, "letter", 2 * HOUR);
  plain(world, "nas", "Why is my NAS slow at night?", "forge", 4 * HOUR);
  plain(world, "tidal", "Reading list on tidal power", "atlas", 60 * HOUR);
  plain(world, "menus", "Birthday: three menus", "juno", 80 * HOUR);
  plain(world, "backup", "Refactor the backup script", "forge", 90 * HOUR);
  world.create("many", "A long one", "parley");
  for (let index = 0; index < 120; index++) {
    world.say("many", `Message number ${index}`, { id: `n${index}` });
    world.answer("many", index % 7 === 0 ? LONG : `Echo: Message number ${index}`, { agent_id: "parley" });
  }
  backdate(world, "many", 200 * HOUR);
  world.create("hostile", "Hostile documents", "parley");
  for (const [name, text] of hostile) {
    world.say("hostile", name);
    world.answer("hostile", text, { agent_id: "parley" });
  }
  backdate(world, "hostile", 250 * HOUR);
  world.create("empty", "", "parley");
  backdate(world, "empty", 300 * HOUR);
}

function plain(world, id, title, agentId, age) {
  world.create(id, title, agentId);
  world.say(id, title);
  world.answer(id, `About: ${title}`, { agent_id: agentId });
  backdate(world, id, age);
}

function backdate(world, id, age) {
  const place = world.threads.get(id);
  place.thread = { ...place.thread, last_activity_at: ago(age) };
  place.view.runtime_context.thread = place.thread;
}

function tool(name, values, summary, ms, more = {}) {
  return {
    kind: "tool",
    step: 0,
    call_id: `${name}1`,
    name,
    title: name,
    arguments: values,
    effect: "pure",
    source: "built-in",
    state: "done",
    output: "",
    summary,
    artifacts: [],
    duration_ms: ms,
    origin: "",
    approval_id: null,
    child: null,
    ...more,
  };
}
