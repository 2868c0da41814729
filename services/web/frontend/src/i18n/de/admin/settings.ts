// Einstellungen des ganzen Hauses.
import type { settings as english } from "../../en/admin/settings";
import { many } from "../../format";

export const settings: typeof english = {
  lead: "Wer hereinkommt, und was bleibt.",
  look: "Aussehen",

  sessions: {
    title: "Angemeldete Browser",
    lead: "Jeder kam mit dem Token herein und bleibt 90 Tage.",
    this: "dieser hier",
    since: (since, until) => `seit ${since}, bis ${until}`,
    end: "Abmelden",
    endAll: "Überall abmelden",
    endAllTitle: "Überall abmelden?",
    endAllLead: "Auch diesen Browser: Sie brauchen das Token, um zurückzukommen. API-Schlüssel bleiben.",
    failed: "Das Abmelden ist nicht gelungen",
  },

  keys: {
    title: "API-Schlüssel",
    lead: "Für Programme: sie zeigen ihn als „Authorization: Bearer …“ und dürfen, was Sie dürfen.",
    none: "Es gibt keinen.",
    name: "Name",
    nameHint: "Wofür er ist, etwa „Hausautomatik“.",
    create: "Schlüssel anlegen",
    once: "Er wird nur jetzt gezeigt. Kopieren Sie ihn:",
    copy: "Schlüssel kopieren",
    made: (when) => `angelegt ${when}`,
    used: (when) => `zuletzt benutzt ${when}`,
    unused: "nie benutzt",
    revoke: "Sperren",
    revokeTitle: (name) => `„${name}“ sperren?`,
    revokeLead: "Wer ihn benutzt, ist sofort ausgesperrt. Das ist endgültig.",
  },

  token: {
    title: "Anmelde-Token",
    lead: "Es öffnet hier jede Tür. Könnte es jemand anders kennen, machen Sie ein neues.",
    make: "Neues Token",
    makeTitle: "Ein neues Token machen?",
    makeLead: "Das alte und jeder andere Browser, der damit kam, ist sofort ausgesperrt. Dieser Browser bleibt.",
    failed: "Das alte Token bleibt",
    once: "Das ist das neue Token. Sie brauchen es, um sich anderswo anzumelden; an der Maschine zeigt es ./parley token:",
    copy: "Token kopieren",
  },

  language: "Sprache",
  browserLanguage: "Wie der Browser",

  backups: {
    title: "Sicherungen",
    lead: "Die Datenbank und die Dateien, im laufenden Betrieb. Schlüssel sind nicht dabei; die neuesten fünf bleiben.",
    none: "Es gibt noch keine.",
    now: "Jetzt sichern",
    making: "Wird gesichert…",
    failed: "Die Sicherung ist nicht gelungen",
    made: "Die Sicherung ist fertig.",
    about: (files, size) => `${files} und die Datenbank, ${size}`,
    files: ["Datei", "Dateien"],
  },

  retention: {
    title: "Archivierte Gespräche",
    lead: "Archivierte Gespräche, die so lange niemand angerührt hat, werden gelöscht. Angeheftete bleiben.",
    say: (days) => (days === 1 ? "1 Tag" : `${days} Tage`),
    days: "Tage",
    hint: "Leer: sie bleiben für immer.",
    askTitle: (threads) => `${many(threads, "archiviertes Gespräch", "archivierte Gespräche")} löschen?`,
    askLead: (titles, threads) => {
      const more = threads > titles.length ? ` und ${threads - titles.length} weitere` : "";
      return `Schon so lange still: ${titles.map((title) => `„${title}“`).join(", ")}${more}. In wenigen Minuten sind sie für immer fort, andere später, wenn ihre Zeit kommt.`;
    },
    askYes: "Speichern und löschen",
    wrong: (most) => `Das muss eine ganze Zahl von 1 bis ${most} sein.`,
  },
};
