// Die Lupe über den Ereignissen.
import type { events as english } from "../../en/admin/events";
import { count, many } from "../../format";

export const events: typeof english = {
  lead: "Was in jedem Gespräch geschieht, während es geschieht. Zu hören ist es, seit Sie hier sind.",
  all: "Alle Gespräche",
  openThread: "Zum Gespräch",
  onlyThis: "Nur dieses Gespräch",
  allow: "Wer schreiben darf",
  filter: "Filter, etwa „tool error“",
  agent: "Agent",
  everyAgent: "Jeder Agent",
  noneFits: "Nichts von dem, was geschehen ist, passt dazu.",
  deltas: "Auch Tokens",
  pause: "Anhalten",
  goOn: (waiting) => (waiting === 0 ? "Weiter" : `Weiter (${waiting} warten)`),
  live: "verbunden",
  lost: "nicht verbunden",
  quiet: "Noch ist nichts geschehen.",
  onlyTokens: "Bisher kamen nur Tokens: „Auch Tokens“ zeigt sie.",
  log: "Ereignisse",
  older: "Ältere zeigen",
  copy: "Als JSON kopieren",
  json: "Das Ereignis als JSON",
  readingOn: (read, all) => `${count(read)} von ${count(all)} Ereignissen; die älteren sind unterwegs.`,
  stuck: (read, all) => `Nur ${count(read)} von ${count(all)} Ereignissen ließen sich lesen.`,
  cut: "Dieses Gespräch ist so lang, dass nur die neuesten 10.000 Ereignisse betrachtet werden.",

  threadLead:
    "Der Prompt jedes Modellaufrufs ist zu hören, solange diese Seite offen ist; dieser Tab behält die neuesten 20, bis er geschlossen wird.",

  timeline: {
    title: "Was es brauchte",
    lead: "Jeder Zug auf eigener Skala: Modellaufrufe, Werkzeuge, und das Warten auf Sie.",
    none: "Noch ist kein Zug gelaufen.",
    all: (turns) => `Alle ${turns} Züge zeigen`,
    wait: "wartet auf Sie",
    failed: "gescheitert",
    states: { running: "läuft", done: "fertig", failed: "gescheitert", cancelled: "angehalten" },
  },

  replay: {
    title: "Noch einmal ansehen",
    lead: "Das Gespräch, wie es nach jedem Ereignis war; von einem langen das Ende.",
    slider: "Ereignis",
    back: "Ein Ereignis zurück",
    forward: "Ein Ereignis weiter",
    after: (seq, kind) => `Nach Ereignis ${seq}, ${kind}`,
    beginning: "Vor dem ersten Ereignis",
    empty: "Noch wurde nichts gesagt.",
  },

  prompt: {
    show: "Prompt jetzt",
    title: "Prompt, wie er jetzt gesendet würde",
    sent: "Prompt, wie gesendet",
    tokens: (tokens, window) => (window === null ? `etwa ${tokens} Tokens` : `etwa ${tokens} von ${window} Tokens`),
    hooks: (names) => `Diese Hooks werden vor einem echten Aufruf gefragt und können ihn ändern oder verbieten: ${names}.`,
    leftOut: (messages) =>
      `${many(messages, "ältere Nachricht wird", "ältere Nachrichten werden")} mitgesendet und hier nicht gezeigt.`,
    tools: (tools) => many(tools, "Werkzeug", "Werkzeuge"),
  },
};
