// Die Seite um die Gespräche herum: die Tür, die Verbindung, Tasten, ein Absturz.
import type { Words } from "../en";

type Page = Pick<Words, "login" | "startUp" | "request" | "link" | "banner" | "budget" | "keys" | "crash">;

export const page: Page = {
  login: {
    title: "Willkommen bei Parley",
    lead: "Fügen Sie das Token ein, das beim Start ausgegeben wurde, oder öffnen Sie die Adresse, die dabei stand.",
    token: "Token",
    hint: "./parley token zeigt es noch einmal",
    submit: "Anmelden",
    wrong: "Dieses Token öffnet dieses Parley nicht.",
    unreachable: "Parley antwortet nicht. Läuft es?",
  },

  startUp: {
    unreachable: "Parley antwortet noch nicht. Neuer Versuch…",
    lost: "Unter dieser Adresse ist nichts. Hier sind Ihre Gespräche.",
  },

  request: {
    unreachable: "Parley antwortet nicht.",
    cancelled: "abgebrochen",
  },

  link: {
    open: "verbunden",
    connecting: "wird verbunden",
    waiting: "nicht verbunden",
  },

  banner: {
    lost: "Die Verbindung ist abgerissen.",
    retryIn: (seconds) => `Nächster Versuch in ${seconds} s.`,
    retrying: "Wird verbunden…",
    now: "Jetzt",
    outdated: "Es gibt eine neue Version von Parley.",
    reload: "Neu laden",
  },

  budget: {
    near: (spent, limit) => `Dieser Monat hat ${spent} von den ${limit} gekostet, die Sie gesetzt haben.`,
    over: (spent, limit) => `Dieser Monat hat ${spent} gekostet; gesetzt sind ${limit}. Es wird weiter geantwortet.`,
    look: "Verbrauch",
  },

  keys: {
    title: "Tastatur",
    rows: [
      ["Enter", "Nachricht senden"],
      ["Shift Enter", "Neue Zeile"],
      ["Ctrl Enter", "Lenken: die Nachricht geht in die Antwort ein, die gerade entsteht"],
      ["Ctrl Shift Enter", "Unterbrechen: die Antwort hält an, die Nachricht kommt dran"],
      ["Esc", "Antwort anhalten, aus dem leeren Nachrichtenfeld"],
      ["Ctrl K", "Alles finden: Gespräche und Befehle"],
      ["Alt N", "Neues Gespräch"],
      ["/", "Zum Nachrichtenfeld; darin: Befehle und Skills"],
      ["@", "Im Nachrichtenfeld: wählen, wer antwortet"],
      ["End", "Zur neuesten Nachricht, aus den Nachrichten"],
      ["?", "Diese Übersicht"],
    ],
  },

  crash: {
    title: "In dieser Seite ist etwas kaputtgegangen.",
    lead: "Nichts ist verloren: Ihre Gespräche liegen bei Parley, und was Sie schrieben, liegt in diesem Browser.",
    reload: "Seite neu laden",
  },
};
