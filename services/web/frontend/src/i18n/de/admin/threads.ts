// Die Übersicht aller Gespräche.
import type { threads as english } from "../../en/admin/threads";

export const threads: typeof english = {
  lead: "Alles, was hier gesagt wird, und was gerade getan wird.",
  search: "Titel und Nachrichten durchsuchen",
  show: "Zeigen",
  filters: { all: "Alle", working: "In Arbeit", archived: "Archiviert" },
  none: {
    all: "Kein Gespräch gefunden.",
    working: "Nichts ist in Arbeit.",
    archived: "Nichts ist archiviert.",
  },
  columns: {
    title: "Gespräch",
    state: "Zustand",
    agent: "Agent",
    activity: "Zuletzt",
    queue: "Schlange",
    tokens: "Tokens",
    cost: "Kosten",
    acts: "Tun",
  },
  states: { running: "antwortet", waiting: "wartet auf Sie", active: "ruhig", archived: "archiviert" },
  stop: "Anhalten",
  more: "Mehr zeigen",
};
