// Die Tafel der wachen Agenten.
import type { live as english } from "../../en/admin/live";
import { many } from "../../format";

export const live: typeof english = {
  lead: "Was die Runner wach halten. Wer losgelassen wird, verliert nichts: sein Gespräch bleibt.",
  none: "Kein Agent ist wach: niemand sieht ein Gespräch an, und nichts läuft.",
  columns: {
    thread: "Gespräch",
    agent: "Agent",
    status: "Zustand",
    uptime: "Wach seit",
    idle: "Ruhig seit",
    viewers: "Zuschauer",
    messages: "Nachrichten",
    queued: "Wartend",
    acts: "Tun",
  },
  statuses: {
    idle: "ruht",
    running: "läuft",
    interrupted: "unterbrochen",
    cancelled: "angehalten",
    error: "gescheitert",
    handoff: "übergeben",
  },
  waits: "wartet auf Sie",
  release: "Loslassen",
  releaseFailed: "Er ließ sich nicht loslassen",
  stopAll: "Alles anhalten",
  stopTitle: "Jeden Zug anhalten?",
  stopLead: "In jedem Gespräch, auch die wartenden. Angefangene Antworten bleiben erhalten.",
  stopped: (turns) => `${many(turns, "Zug wurde", "Züge wurden")} angehalten.`,
  stopFailed: "Es ließ sich nicht anhalten",
};
