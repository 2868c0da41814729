// Threads of a known length, for what is measured: tests/benchmarks/browser.py.

export function bench(world, tool) {
  fillUp(world, "ten", 10);
  fillUp(world, "thousands", 2000);
  world.create("calls", "Ten thousand calls", "parley");
  world.say("calls", "Call everything.");
  const parts = Array.from({ length: 10_000 }, (_, index) =>
    tool("calculator", { expression: `${index}+1` }, String(index + 1), 2, { call_id: `call${index}` }),
  );
  world.answer("calls", "All called.", { agent_id: "parley", parts });
  world.create("quotes", "Nested quotes", "parley");
  world.say("quotes", "Quote.");
  world.answer("quotes", `${"> ".repeat(3000)}deep`, { agent_id: "parley" });
  world.create("huge", "Five megabytes", "parley");
  world.say("huge", "Write.");
  world.answer("huge", "word ".repeat(1_000_000), { agent_id: "parley" });
}

function fillUp(world, id, messages) {
  world.create(id, `${messages} messages`, "parley");
  for (let index = 0; index < messages / 2; index++) {
    world.say(id, `Message number ${index}`, { id: `${id}${index}` });
    world.answer(id, `Echo: Message number ${index}`, { agent_id: "parley" });
  }
}
