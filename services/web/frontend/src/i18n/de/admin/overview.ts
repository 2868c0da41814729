// Die Übersicht: wie es dem Haus geht.
import type { overview as english } from "../../en/admin/overview";
import { many } from "../../format";

export const overview: typeof english = {
  allWell: "Jeder Dienst arbeitet.",
  someIll: (names) => `${names.join(", ")} ${names.length === 1 ? "kann" : "können"} jetzt nicht arbeiten.`,
  someWait: (waiting) =>
    waiting === 0 ? "Nichts wartet auf Sie." : `${many(waiting, "Anfrage wartet", "Anfragen warten")} auf Sie.`,
  strangers: (people) =>
    people === 1
      ? "Eine neue Person, die nicht verbunden ist, hat dem Bot in den letzten 7 Tagen geschrieben"
      : `${people} neue Personen, die nicht verbunden sind, haben dem Bot in den letzten 7 Tagen geschrieben`,
  answers: "arbeitet",
  ill: "antwortet nicht",
  troubled: "antwortet, kann aber nicht arbeiten",
  away: "läuft hier nicht",
  heard: (when) => `${when} gehört`,
  ended: (times, how) => `in der letzten Stunde ${many(times, "Mal", "Mal")} abgebrochen, zuletzt mit ${how}`,
  startsAgain: "Der Dienst startet von selbst neu. Warum er abbrach, zeigt dort, wo Parley läuft:",
  mend: "Den Grund und Abhilfe gibt es dort, wo Parley läuft:",
  copyCommand: "Befehl kopieren",
  queues: {
    inbound: (waiting, taken) => `${many(waiting + taken, "Nachricht", "Nachrichten")} einzuordnen`,
    turns: (waiting, running) =>
      `${many(running, "Zug läuft", "Züge laufen")}, ${waiting === 1 ? "1 wartet" : `${waiting} warten`}`,
    outbox: (waiting) => `${many(waiting, "Ereignis", "Ereignisse")} weiterzusagen`,
    outbound: (waiting, taken) => `${many(waiting + taken, "Nachricht", "Nachrichten")} zu senden`,
  },
  instances: (instances) => many(instances, "Prozess", "Prozesse"),
  since: (time) => `läuft seit ${time}`,
  cost: "Kosten am Tag",
  unused: "In den letzten 14 Tagen wurde kein Modell gerufen.",
  allUsage: "Ganzer Verbrauch",
  waiting: "Wartet auf Sie",
  nothingWaits: "Nichts wartet auf Sie.",
  toApprove: "Wartet auf Ihre Erlaubnis",
  question: "Frage",
  look: "Ansehen",
  lookAt: (what) => `${what} ansehen`,
  failures: "Zuletzt gescheitert",
  nothingFailed: "Kein Zug ist gescheitert.",
};
