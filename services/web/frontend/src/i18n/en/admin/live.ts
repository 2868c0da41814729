// The board of live agents.
import { many } from "../../format";

export const live = {
  lead: "What the runners keep warm. Letting go of one loses nothing: its thread stays.",
  none: "No agent is live: nobody looks at a thread and nothing runs.",
  columns: {
    thread: "Thread",
    agent: "Agent",
    status: "Status",
    uptime: "Live for",
    idle: "Idle for",
    viewers: "Viewers",
    messages: "Messages",
    queued: "Queued",
    acts: "Do",
  },
  statuses: {
    idle: "idle",
    running: "runs",
    interrupted: "interrupted",
    cancelled: "stopped",
    error: "failed",
    handoff: "handed over",
  },
  waits: "waits for you",
  release: "Let go",
  releaseFailed: "It could not be let go",
  stopAll: "Stop everything",
  stopTitle: "Stop every turn?",
  stopLead: "In every thread, those that wait too. Partial answers are kept.",
  stopped: (turns: number) => `${many(turns, "turn was", "turns were")} stopped.`,
  stopFailed: "It could not be stopped",
};
