// Was sich wählen lässt: Einstellungen des Browsers und eines Gesprächs, Befehle, die Palette.
import type { Words } from "../en";
import { many } from "../format";

type Choices = Pick<Words, "settings" | "signOut" | "threadSettings" | "commands" | "palette" | "saved" | "notification">;

export const choices: Choices = {
  settings: {
    title: "Einstellungen",
    theme: "Aussehen",
    light: "Hell",
    dark: "Dunkel",
    system: "Wie das System",
    language: "Sprache",
    systemLanguage: "Wie der Browser",
    prose: "Schrift der Agenten",
    serif: "Mit Serifen",
    sans: "Ohne Serifen",
    name: "Ihr Name",
    nameHint: "Steht bei Ihren Nachrichten und ist für andere im selben Gespräch zu sehen. Bleibt in diesem Browser.",
    shortKeys: "Tastenkürzel",
    shortKeysHint: "Einzelne Tasten wie / und ?, und Strg K.",
    notifications: "Benachrichtigungen",
    notificationsHint: "Meldet Antworten und offene Entscheidungen, während diese Seite verdeckt ist.",
    notificationsDenied: "Der Browser erlaubt dieser Seite keine Benachrichtigungen.",
    keys: "Tastatur",
    signOut: "Abmelden",
    admin: "Verwaltung",
  },

  signOut: {
    title: "Abmelden und Ungesendetes vergessen?",
    lead: (messages, drafts) =>
      `Beim Abmelden verschwindet alles Ihrige aus diesem Browser. Nur hier liegt, und geht dabei verloren: ${[
        messages > 0 && many(messages, "ungesendete Nachricht", "ungesendete Nachrichten"),
        drafts > 0 && many(drafts, "Entwurf", "Entwürfe"),
      ]
        .filter(Boolean)
        .join(" und ")}.`,
    yes: "Abmelden",
  },

  threadSettings: {
    title: "Einstellungen dieses Gesprächs",
    agent: "Agent",
    agentHint: "Antwortet, wenn für eine Nachricht kein anderer gewählt ist.",
    policy: "Wann Agenten antworten",
    policyHint: "Nützlich, wenn hier mehrere schreiben.",
    policies: {
      always: "Auf jede Nachricht",
      mention: "Nur wenn sie mit @Name genannt werden",
      smart: "Wenn die Nachricht wohl ihnen gilt",
      off: "Nie von selbst",
    },
    mode: "Eine Nachricht, während eine Antwort entsteht,",
    modes: {
      enqueue: "wartet, bis sie dran ist",
      steer: "geht in die entstehende Antwort ein",
      interrupt: "hält die Antwort an und kommt dran",
      reject: "wird abgelehnt",
    },
    meanwhile: "Anderswo geändert, während Sie hier sind. Was Sie speichern, ersetzt es:",
    takeTheirs: "Das andere nehmen",
    telegramMode: "Kommt sie aus Telegram,",
    asElsewhere: "wie von überall sonst",
    mirrorTitle: "Telegram",
    mirror: (chat) => `Nach ${chat} spiegeln`,
    mirrorHint: "Was hier gesagt wird, steht auch dort.",
    mirrorPaused: (why) => `Dorthin kann nichts gesendet werden: ${why}`,
    overrides: "Nur in diesem Gespräch",
    model: "Modell",
    instructions: "Anweisungen",
    temperature: "Temperatur",
    topP: "Top p",
    maxTokens: "Höchstens Tokens",
    effort: "Denkaufwand",
    efforts: { low: "Gering", medium: "Mittel", high: "Hoch" },
    asAgent: "Wie der Agent",
  },

  commands: {
    new: "Neues Gespräch beginnen",
    fork: "Dieses Gespräch abzweigen",
    pin: "Dieses Gespräch anheften oder lösen",
    archive: "Dieses Gespräch archivieren",
    stop: "Die Antwort anhalten",
    thread: "Einstellungen dieses Gesprächs",
    settings: "Ihre Einstellungen",
    keys: "Alle Tasten",
    skill: "Skill",
  },

  palette: {
    title: "Alles finden",
    placeholder: "Gespräche, oder was zu tun ist",
    nothing: "Nichts passt.",
    import: "Gespräch aus JSON einlesen",
  },

  saved: {
    unreadable: (name) => `${name} ließ sich nicht lesen. Wählen Sie die Datei noch einmal.`,
    empty: (name) => `${name} ist leer.`,
    notJson: (name) => `${name} ist keine JSON-Datei.`,
    cutOff: (name) => `${name} hört zu früh auf: Der Rest der Datei fehlt.`,
    broken: (name, line) => `${name} ist beschädigt${line === null ? "" : `, in Zeile ${line}`}.`,
    damaged: (name, place, why) => `${name} ist beschädigt, bei ${place}. ${why}`,
    message: (place) => `Nachricht ${place}`,
    tooLarge: (name) => `${name} ist größer, als eine Datei zum Einlesen sein darf.`,
    newer: (name) => `${name} stammt von einem neueren Parley. Aktualisieren Sie dieses, um sie einzulesen.`,
    thread: {
      none: (name) => `${name} enthält kein Gespräch, das Parley gespeichert hat.`,
      instead: (name) => `${name} enthält ein Gespräch und keinen Agenten. Strg K, „Gespräch aus JSON einlesen“ nimmt es.`,
    },
    agent: {
      none: (name) => `${name} enthält keinen Agenten, den Parley gespeichert hat.`,
      instead: (name) => `${name} enthält einen Agenten und kein Gespräch. „Agenten“ in der Verwaltung nimmt ihn.`,
    },
  },

  notification: {
    waiting: "wartet auf Ihre Entscheidung",
    answered: "hat geantwortet",
  },
};
