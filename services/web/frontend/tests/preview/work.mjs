// A thread in which much goes on: a plan, a sub-agent, files of a tool, a call nobody knows the end of, several people.

const file = (id, name, mediaType, size) => ({ id, name, media_type: mediaType, size, sha256: "0" });

export function work(world, tool) {
  world.create("child", "Reading for Forge", "juno");
  world.say("child", "Read the three pages about emitters.");
  world.answer("child", "All three say the same: **2 L/h at 0.1 bar**.", {
    agent_id: "juno",
    parts: [tool("web_search", { query: "emitter flow" }, "3 pages", 900)],
  });
  world.create("work", "Water the garden", "forge", { pinned: true });
  world.say("work", "Please draw the plan of the beds, and put it on the controller.", {
    sender: "Ann",
    attachments: [file("f1", "beds.csv", "text/csv", 2130), file("pic", "garden.png", "image/png", 48_000)],
  });
  const usage = { model: "gpt-5-mini", input_tokens: 900, output_tokens: 120, cached_tokens: 0, reasoning_tokens: 0 };
  const child = { thread_id: "child", turn_id: "t9", agent_id: "juno", done: true };
  world.answer("work", "The plan is drawn; the controller did not answer, so please look at it.", {
    agent_id: "forge",
    parts: [
      tool("task", { agent: "Juno", brief: "Read about emitters" }, "2 L/h at 0.1 bar", 6200, {
        call_id: "c-child",
        child: { ...child, usage: { ...usage, cost_micros: 1900, source: "provider", ttft_ms: 200 } },
      }),
      tool("run_python", { code: "plot(beds)" }, "saved 2 files", 2100, {
        output: "reading beds.csv\n3 beds, 52 emitters\n",
        artifacts: [file("pic2", "plan.png", "image/png", 91_000), file("f2", "water.py", "text/x-python", 2100)],
      }),
      tool("shell", { command: "scp water.py pi@garden:" }, "", 0, { state: "unknown", effect: "effect", duration_ms: null }),
    ],
  });
  world.say("work", "And with drip lines?", { sender: "Ben" });
  world.answer("work", "Then half the pressure is enough.", { agent_id: "forge" });
  world.tell("work", {
    kind: "todos.updated",
    turn_id: null,
    todos: [
      { text: "Check head and flow", state: "completed" },
      { text: "Write the schedule", state: "completed" },
      { text: "Copy to the controller", state: "in_progress" },
      { text: "Watch the first run", state: "pending" },
    ],
  });
}
