// Was in einem Gespräch gesagt wird, und was dabei vor sich geht.
import type { Words } from "../en";
import { count, many } from "../format";

type Transcript = Pick<
  Words,
  | "message"
  | "delivery"
  | "channels"
  | "stopped"
  | "usage"
  | "reasoning"
  | "tool"
  | "approval"
  | "subAgent"
  | "file"
  | "plan"
  | "question"
  | "turn"
  | "status"
  | "markdown"
  | "code"
>;

export const transcript: Transcript = {
  message: {
    from: (channel) => `über ${channel}`,
    copy: "Nachricht kopieren",
    link: "Link zu dieser Nachricht kopieren",
    fork: "Hier abzweigen",
    ask: "Um Antwort bitten",
    retry: "Noch einmal antworten",
    retryWith: "Noch einmal antworten mit",
    withdraw: "Zurücknehmen",
    queued: "wartet",
    sending: "wird gesendet",
    delayed: "wird gesendet, sobald Parley antwortet",
    edited: "geändert",
    notSent: "Nicht gesendet",
    sendAgain: "Noch einmal senden",
    edit: "Ändern",
    editText: "Text der Nachricht",
    save: "Nur speichern",
    saveAndAsk: "Speichern und neu beantworten",
    discard: "Verwerfen",
    broken: "Diese Nachricht lässt sich nicht darstellen; hier ist ihr Text.",
    sibling: (which, all) => `${which} von ${all}`,
    previous: "Vorige Antwort",
    next: "Nächste Antwort",
  },

  channels: { web: "Web", telegram: "Telegram", api: "API", cli: "Terminal" },

  delivery: {
    pending: (channel) => `Unterwegs zu ${channel}`,
    sent: (channel) => `An ${channel} gesendet`,
    delayed: (channel) => `Wartet noch auf ${channel}`,
    failed: (channel) => `Nicht an ${channel} gesendet`,
    unknown_after_send: (channel) => `Vielleicht nicht bei ${channel} angekommen`,
    because: (said, reason) => `${said}: ${reason}`,
  },

  stopped: {
    cancelled: "Angehalten.",
    length: "Abgeschnitten: die Antwort hat ihre größte Länge erreicht.",
    limit: "An einer Grenze dieses Agenten angehalten.",
    content_filter: "Der Inhaltsfilter des Anbieters hat diese Antwort beendet.",
    error: "Die Antwort brach ab.",
    end: "",
  },

  usage: {
    tokens: (all) => many(all, "Token", "Tokens"),
    detail: (input, output) => `${count(input)} hinein, ${count(output)} heraus`,
  },

  reasoning: {
    now: "Denkt nach…",
    done: "Gedanken",
    took: (duration) => `Hat ${duration} nachgedacht`,
  },

  tool: {
    arguments: "Argumente",
    result: "Ergebnis",
    output: "Ausgabe",
    states: {
      called: "gerufen",
      waiting: "wartet auf Sie",
      started: "läuft",
      done: "fertig",
      error: "gescheitert",
      unknown: "ungewiss",
      skipped: "ausgelassen",
    },
    decided: "Entscheidung",
    decisions: {
      approve: "Erlaubt",
      approve_edited: "Mit Änderungen erlaubt",
      deny: "Abgelehnt",
      answer: "Beantwortet",
      expired: "Niemand hat rechtzeitig entschieden",
    },
    by: (decision, who, where) =>
      `${decision}${who === null ? "" : ` von ${who}`}${where === null ? "" : ` (${where})`}`,
    unknown: "Es wurde nach dem Beginn unterbrochen; niemand weiß, ob es geschehen ist.",
    happened: "Als geschehen vermerken",
    again: "Noch einmal tun",
    tryAgain: "Noch einmal versuchen",
    showEarlier: (next, all) => `${count(next)} von ${count(all)} früheren Schritten zeigen`,
    manySteps: (steps) => many(steps, "Schritt", "Schritte"),
  },

  approval: {
    title: (tool) => `${tool} ausführen?`,
    label: (tool) => `${tool} bittet um Ihre Erlaubnis`,
    waiting: "wartet auf Sie",
    allow: "Einmal erlauben",
    allowHere: "In diesem Gespräch erlauben",
    allowAgent: (agent) => `${agent} immer erlauben`,
    edit: "Ändern…",
    allowEdited: "Geändert erlauben",
    optional: "kann fehlen",
    problems: {
      needed: "Das wird gebraucht.",
      number: "Das muss eine Zahl sein.",
      integer: "Das muss eine ganze Zahl sein.",
      json: "Das muss JSON sein.",
    },
    refuse: "Ablehnen…",
    refuseNow: "Ablehnen",
    reason: "Grund",
    reasonHint: "Warum nicht? Der Agent liest es. Darf leer bleiben.",
    expires: (when) => `Läuft ab ${when}`,
  },

  subAgent: {
    working: (name) => `${name} arbeitet daran`,
    done: (name) => `${name} hat daran gearbeitet`,
    open: "Als Gespräch öffnen",
    gone: "Das Gespräch dazu gibt es nicht mehr.",
  },

  file: {
    attach: "Dateien anhängen",
    pick: "Dateien zum Anhängen",
    attached: "Angehängte Dateien",
    made: "Entstandene Dateien",
    drop: "Loslassen zum Anhängen",
    save: (name) => `${name} speichern`,
    remove: (name) => `${name} entfernen`,
    sending: (name) => `${name} wird gesendet`,
    tooMany: (most) => `Eine Nachricht fasst höchstens ${count(most)} Dateien.`,
    tooLarge: (name, limit) => `${name} ist größer als ${limit}.`,
  },

  plan: {
    title: "Plan",
    progress: (done, all) => `${count(done)} von ${count(all)}`,
    pending: "offen",
    in_progress: "in Arbeit",
    completed: "erledigt",
    cancelled: "fallen gelassen",
  },

  question: {
    waiting: "fragt Sie",
    send: "Antworten",
    free: "Antworten Sie mit Ihrer nächsten Nachricht, oder hier.",
    yourAnswer: "Ihre Antwort",
  },

  turn: {
    failed: "Die Antwort ist gescheitert",
    because: (reason) => `Diese Antwort ist gescheitert: ${reason}`,
    retry: "Noch einmal",
    thinking: "Denkt nach…",
    again: (attempt) => `Macht nach einer Unterbrechung weiter (${attempt})`,
    retrying: (model, seconds) => `${model} antwortet nicht; neuer Versuch in ${seconds} s`,
    fallback: (model, next) => `${model} antwortet nicht; weiter mit ${next}`,
  },

  status: {
    thinking: (name) => `${name} denkt nach`,
    writing: (name) => `${name} schreibt`,
    tool: (name, tool) => `${name} führt ${tool} aus`,
    waiting: (name) => `${name} wartet auf Ihre Entscheidung`,
    answered: (name) => `${name} hat geantwortet`,
    failed: (name) => `Die Antwort von ${name} ist gescheitert`,
    stopped: (name) => `${name} wurde angehalten`,
  },

  markdown: {
    done: "erledigt",
    toDo: "offen",
    table: "Tabelle",
    image: (alt) => (alt ? `Bild: ${alt}` : "Bild"),
    cut: (shown, all) => `Die ersten ${count(shown)} von ${count(all)} Zeichen.`,
    showAll: "Alles zeigen",
  },

  code: {
    plain: "Text",
    copy: "Code kopieren",
    region: (language) => `Code, ${language}`,
  },
};
