// Modelle und Schlüssel.
import type { models as english } from "../../en/admin/models";
import { many } from "../../format";

const FOUND = {
  demo: "gehört zu Parley",
  environment: "der Schlüssel steht in der Umgebung",
  secret: "der Schlüssel liegt hier",
  local: "läuft auf dieser Maschine",
};

export const models: typeof english = {
  lead: "Woraus Agenten bestehen können. Schlüssel bleiben beim Agent-Runner auf dieser Maschine.",
  keys: {
    title: "Schlüssel",
    lead: "Ein Schlüssel lässt sich ersetzen und löschen, aber niemand kann ihn wieder auslesen.",
    none: "Es gibt noch keinen Schlüssel.",
    name: "Name",
    nameHint: "Der des Anbieters, etwa „openai“, oder ein beliebiger, den ein Agent dann wählt.",
    value: "Schlüssel",
    valueHint: "Er wird einmal gesendet und nie wieder gezeigt.",
    keep: "Hinterlegen",
    kept: (name) => `${name} ist hinterlegt.`,
    removeTitle: (name) => `Den Schlüssel „${name}“ löschen?`,
    removeLead: "Agenten, die ihn benutzen, können nicht mehr antworten. Das ist endgültig.",
  },
  found: {
    title: "Gefunden",
    lead: "Durch einen hinterlegten Schlüssel, in der Umgebung, oder auf dieser Maschine.",
    none: "Keines wurde gefunden. Hinterlegen Sie oben einen Schlüssel, oder starten Sie einen Server wie Ollama.",
    of: (provider, found, address) => [provider, FOUND[found], address].filter(Boolean).join(", "),
    models: (models) => many(models, "Modell", "Modelle"),
  },
  alone: {
    title: "In Ruhe gelassen",
    lead: "Modelle, die zu oft scheiterten, werden eine Weile nicht gefragt; solange springt der Ersatz ein.",
    none: "Kein Modell wird in Ruhe gelassen.",
    states: { closed: "wird gefragt", open: "wird in Ruhe gelassen", half_open: "wird wieder versucht" },
    failures: (failures) => `${many(failures, "Mal", "Mal")} nacheinander gescheitert`,
    until: (time) => `neuer Versuch in ${time}`,
    reset: "Wieder fragen",
    resetOf: (model) => `${model} wieder fragen`,
    failed: "Es bleibt, wie es ist",
  },
  other: { title: "Ein anderes prüfen", lead: "Ein kurzer Aufruf; nichts wird aufgehoben." },
};
