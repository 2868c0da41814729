// The debugger of events.
import { count, many } from "../../format";

export const events = {
  lead: "What happens in every thread, as it happens. It is heard from the moment you came here.",
  all: "All threads",
  openThread: "Open the thread",
  onlyThis: "Only this thread",
  allow: "Who may write",
  filter: "Filter, such as “tool error”",
  agent: "Agent",
  everyAgent: "Every agent",
  noneFits: "Nothing of what has happened fits.",
  deltas: "Tokens too",
  pause: "Pause",
  goOn: (waiting: number) => (waiting === 0 ? "Go on" : `Go on (${waiting} waiting)`),
  live: "live",
  lost: "not connected",
  quiet: "Nothing has happened yet.",
  onlyTokens: "Only tokens came so far: “Tokens too” shows them.",
  log: "Events",
  older: "Show older ones",
  copy: "Copy as JSON",
  json: "The event as JSON",
  readingOn: (read: number, all: number) => `${count(read)} of ${count(all)} events; the older ones are on their way.`,
  stuck: (read: number, all: number) => `Only ${count(read)} of ${count(all)} events could be read.`,
  cut: "This thread is so long that only its newest 10,000 events are looked at.",

  threadLead:
    "The prompt of each model call is told while this page is open; this tab keeps the newest 20 until it is closed.",

  timeline: {
    title: "What it took",
    lead: "Each turn on its own scale: model calls, tools, and waiting for you.",
    none: "No turn has run yet.",
    all: (turns: number) => `Show all ${turns} turns`,
    wait: "waits for you",
    failed: "failed",
    states: { running: "running", done: "done", failed: "failed", cancelled: "stopped" },
  },

  replay: {
    title: "Replay",
    lead: "The thread as it was after any event; of a long one, its end.",
    slider: "Event",
    back: "One event back",
    forward: "One event on",
    after: (seq: number, kind: string) => `After event ${seq}, ${kind}`,
    beginning: "Before the first event",
    empty: "Nothing has been said yet.",
  },

  prompt: {
    show: "Prompt now",
    title: "Prompt as it would be sent now",
    sent: "Prompt as sent",
    tokens: (tokens: string, window: string | null) =>
      window === null ? `about ${tokens} tokens` : `about ${tokens} of ${window} tokens`,
    hooks: (names: string) => `These hooks are asked before a real call and may change or forbid it: ${names}.`,
    leftOut: (messages: number) =>
      `${many(messages, "older message is", "older messages are")} sent too and not shown.`,
    tools: (tools: number) => many(tools, "tool", "tools"),
  },
};
