// How the pretended agents answer: by a word in what was said.

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function reply(world, threadId, { turnId, message }, agentId) {
  const place = world.threads.get(threadId);
  const isNext = () =>
    place.view.runtime_context.turn === null && (place.view.runtime_context.queue[0]?.turn_id ?? turnId) === turnId;
  while (!isNext()) await pause(50);
  world.start(threadId, turnId, message.id, agentId);
  await pause(400);
  const text = message.text.toLowerCase();
  if (text.includes("fail")) return fail(world, threadId, turnId, message.id);
  if (text.includes("approve")) return ask(world, threadId, turnId);
  if (text.includes("think")) await think(world, threadId, turnId);
  if (/\d/.test(text)) return calculate(world, threadId, turnId, message.text);
  const huge = text.includes("huge");
  const answer = huge ? `${LONG}\n\n`.repeat(16) : text.includes("long") ? LONG : `Echo: ${message.text}`;
  const pace = text.includes("bench") ? { speed: 8, size: 21 } : { speed: huge ? 5 : 25 };
  await world.stream(threadId, turnId, answer, pace);
  if (place.stopped === turnId) {
    return world.finish(threadId, turnId, place.view.streaming_message.text, { stop_reason: "cancelled" });
  }
  world.tell(threadId, {
    kind: "text.done",
    turn_id: turnId,
    step: 0,
    text: answer,
    reasoning: "",
    reasoning_ms: null,
  });
  world.finish(threadId, turnId, answer);
}

async function think(world, threadId, turnId) {
  await world.stream(threadId, turnId, "The person wants to see me think. So I think about it for a while.", {
    kind: "reasoning.delta",
    speed: 90,
  });
}

async function calculate(world, threadId, turnId, question) {
  const sum = question.match(/[\d+*/.() -]*\d/)?.[0] ?? "2+2";
  await world.tool(threadId, turnId, 0, "calculator", { expression: sum.trim() }, "4", 600);
  await world.stream(threadId, turnId, "It is **4**.", { step: 1, speed: 120 });
  world.finish(threadId, turnId, "It is **4**.");
}

function ask(world, threadId, turnId) {
  const callId = `c${turnId}`;
  const values = { command: "scp water.py pi@garden:/opt/water/ && ssh pi@garden systemctl restart water" };
  world.tell(threadId, {
    kind: "tool.called",
    turn_id: turnId,
    step: 0,
    call_id: callId,
    name: "shell",
    title: "shell",
    arguments: values,
    effect: "effect",
    source: "built-in",
  });
  world.tell(threadId, {
    kind: "approval.requested",
    turn_id: turnId,
    approval: {
      id: `p${callId}`,
      thread_id: threadId,
      turn_id: turnId,
      call_id: callId,
      tool: "shell",
      arguments: values,
      binding: "b1",
      remember_as: "shell@1",
      reason: "",
      allowed: ["approve", "approve_edited", "deny"],
      expires_at: new Date(Date.now() + 7 * 86400e3).toISOString(),
      decision: null,
      edited_arguments: null,
      deny_reason: null,
      remembered: null,
      by: null,
      surface: null,
      decided_at: null,
      created_at: new Date().toISOString(),
    },
  });
  world.tell(threadId, { kind: "turn.parked", turn_id: turnId, reason: "approval" });
}

export async function decided(world, threadId, approval, decision) {
  const { turn_id: turnId, call_id: callId } = approval;
  world.tell(threadId, {
    kind: "approval.decided",
    turn_id: turnId,
    approval_id: approval.id,
    call_id: callId,
    decision,
    arguments: null,
    reason: null,
    by: "you",
    surface: "web",
    remembered: null,
  });
  const { message_id: messageId, agent_id: agentId } = world.threads.get(threadId).view.runtime_context.turn;
  world.start(threadId, turnId, messageId, agentId);
  const state = decision === "approve" ? "done" : "skipped";
  world.tell(threadId, {
    kind: "tool.finished",
    turn_id: turnId,
    call_id: callId,
    state,
    summary: state,
    artifacts: [],
    duration_ms: 840,
  });
  const answer = decision === "approve" ? "Done: the controller runs the new schedule." : "Then I leave it as it is.";
  await world.stream(threadId, turnId, answer, { step: 1 });
  world.finish(threadId, turnId, answer);
}

function fail(world, threadId, turnId, messageId) {
  world.tell(threadId, {
    kind: "turn.failed",
    turn_id: turnId,
    code: "model_unavailable",
    retryable: true,
    message_id: messageId,
    text: "The model answered with status 500 five times in a row.",
  });
}

export const LONG = `For 40 m² of beds on a **gentle slope**, a gravity-fed line from the rain barrel is enough. Three things decide it:

1. Height: 1.2 m of head gives roughly 0.12 bar, fine for drip emitters rated *low pressure*.
2. Flow: each bed wants about 6 L per hour.
3. Time: two hours at dawn, every second day in July.

| bed | area | emitters | litres per day |
|---|---:|---:|---:|
| Tomatoes | 12 m² | 24 | 48 |
| Beans | 16 m² | 20 | 30 |
| Herbs | 12 m² | 12 | 12 |

The controller only has to open a valve:

\`\`\`python
async def water(beds: list[Bed], valve: Valve) -> None:
    for bed in beds:                      # one at a time: the head is small
        async with valve.open(bed.line):
            await asyncio.sleep(bed.litres / bed.flow * 3600)
\`\`\`

Volume check: \\(V = \\sum_i a_i \\, d_i = 90\\,\\text{L/day}\\) so a 300 L barrel lasts three dry days. More at [the manual](https://example.org/drip).`;
