// Was jede Seite der Verwaltung sagt: wo man ist, was lädt, was schiefging.
import type { shell as english } from "../../en/admin/shell";

export const shell: typeof english = {
  label: "Verwaltung",
  onThisPage: "Auf dieser Seite",
  back: "Zurück zu den Gesprächen",
  failed: "Das ließ sich nicht laden:",
  noSuchPage: "Diese Seite gibt es nicht.",
  places: {
    overview: "Übersicht",
    agents: "Agenten",
    skills: "Skills",
    mcp: "MCP-Server",
    models: "Modelle und Schlüssel",
    threads: "Gespräche",
    live: "Wache Agenten",
    events: "Ereignisse",
    deliveries: "Zustellung",
    letters: "Unzustellbares",
    usage: "Verbrauch",
    telegram: "Telegram",
    settings: "Einstellungen",
  },
  doing: {
    save: "Das ließ sich nicht speichern",
    create: "Das ließ sich nicht anlegen",
    remove: "Das ließ sich nicht löschen",
    import: "Das ließ sich nicht einlesen",
  },
  save: "Speichern",
  savedOver: (theirs) => `Gespeichert. Anderswo war inzwischen eingestellt: ${theirs}`,
  nothing: "nichts",
  saved: "Gespeichert",
  notAmount: "Das muss ein Betrag über 0 sein.",
  discard: "Änderungen verwerfen",
  remove: "Löschen",
  units: {
    seconds: ["Sekunde", "Sekunden"],
    minutes: ["Minute", "Minuten"],
    hours: ["Stunde", "Stunden"],
    days: ["Tag", "Tagen"],
  },
};
