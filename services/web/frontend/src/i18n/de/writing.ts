// Schreiben, beginnen, und einem Agenten ein Modell geben.
import type { Words } from "../en";
import { count, many } from "../format";

type Writing = Pick<Words, "composer" | "queue" | "start" | "firstRun" | "model">;

export const writing: Writing = {
  composer: {
    label: "Nachricht",
    placeholder: (name) => `An ${name} schreiben`,
    send: "Senden",
    stop: "Anhalten",
    stopping: "Hält an…",
    agent: "Es antwortet:",
    agents: "Agenten",
    commands: "Befehle und Skills",
    suggestions: (all) => many(all, "Vorschlag", "Vorschläge"),
    how: "Wie gesendet wird",
    enqueue: "Danach beantworten",
    steer: "In diese Antwort einfließen lassen",
    interrupt: "Anhalten und jetzt beantworten",
    contextShort: (percent) => `${count(percent)} % Kontext`,
    context: (percent) => `${count(percent)} Prozent des Kontexts sind belegt`,
    contextDetail: (used, all) => `${used} von ${all} Tokens gingen mit der nächsten Nachricht mit`,
    hint: "Enter sendet, Umschalt+Enter bricht um, @ wählt einen Agenten, / zeigt Befehle",
    tooLong: (characters) => `${count(characters)} Zeichen zu viel`,
  },

  queue: {
    title: "Wartende Nachrichten",
    now: "Jetzt senden",
    instead: "Stattdessen senden",
    edit: "Ändern",
  },

  start: {
    title: "Was beschäftigt Sie?",
    lead: (name) => `${name} antwortet. Wählen Sie unten jemand anderen, jetzt oder bei jeder Nachricht.`,
    try: "Zum Beispiel",
    examples: ["Was ist 2+2*10?", "Wie spät ist es?", "Erzähl mir, wie du arbeitest."],
  },

  firstRun: {
    title: "Es antwortet das Demo-Modell, ganz ohne Netz.",
    lead: "Es braucht weder Schlüssel noch Internet und wiederholt nur. Echte Antworten gibt ein Schlüssel oder ein lokales Modell.",
    add: "Modell hinzufügen",
    found: (model) => `${model} verwenden`,
  },

  model: {
    title: "Modell hinzufügen",
    lead: (name) => `${name} wird damit antworten. Der Schlüssel bleibt auf diesem Rechner und wird nie wieder gezeigt.`,
    provider: "Anbieter",
    model: "Modell",
    modelHint: "So, wie der Anbieter es schreibt.",
    key: "API-Schlüssel",
    keyOptional: "API-Schlüssel, falls es einen braucht",
    address: "Adresse",
    addressHint: "Eines Servers, der das OpenAI-Protokoll spricht, etwa Ollama, llama.cpp oder vLLM.",
    local: "Lokaler oder anderer Server",
    test: "Prüfen und verwenden",
    testing: "Das Modell wird gefragt…",
    failed: "Das Modell hat nicht geantwortet.",
    done: (name, model) => `${name} antwortet jetzt mit ${model}.`,
    found: "Auf diesem Rechner gefunden",
  },
};
