// Gespräche: ihre Liste, und was sich mit ihnen tun lässt.
import type { Words } from "../en";
import { count, many } from "../format";

type Threads = Pick<Words, "rail" | "thread" | "side" | "doing">;

export const threads: Threads = {
  rail: {
    label: "Gespräche",
    open: "Gespräche zeigen",
    search: "Suchen",
    searchLabel: "Gespräche durchsuchen",
    newThread: "Neues Gespräch",
    unread: "ungelesen",
    running: "antwortet",
    waiting: "wartet auf Sie",
    untitled: "Neues Gespräch",
    empty: "Hier werden Ihre Gespräche stehen.",
    nothingFound: (query) => `Nichts gefunden zu „${query}“.`,
    searching: "Wird gesucht…",
    failed: "Die Liste ließ sich nicht laden.",
    archived: "Archiv",
    noneArchived: "Das Archiv ist leer.",
    back: "Zurück zu den Gesprächen",
    showArchived: "Archivierte Gespräche",
    settings: "Einstellungen",
    menuOf: (title) => `Mehr zu ${title}`,
    groups: {
      pinned: "Angeheftet",
      today: "Heute",
      yesterday: "Gestern",
      week: "Diese Woche",
      month: "Dieser Monat",
      older: "Älter",
    },
  },

  thread: {
    messages: "Nachrichten",
    rename: "Umbenennen",
    title: "Titel",
    pin: "Anheften",
    unpin: "Lösen",
    setUnread: "Als ungelesen markieren",
    archive: "Archivieren",
    unarchive: "Zurückholen",
    remove: "Löschen",
    fork: "Ganzes Gespräch abzweigen",
    copyLink: "Link kopieren",
    saveMarkdown: "Als Markdown speichern",
    saveJson: "Als JSON speichern",
    archived: (title) => `„${title}“ ist archiviert.`,
    removed: (title) => `„${title}“ ist gelöscht.`,
    missing: "Dieses Gespräch gibt es nicht mehr.",
    removedElsewhere: "Dieses Gespräch wurde gelöscht.",
    earlier: "Frühere Nachrichten werden geladen…",
    earlierFailed: "Frühere Nachrichten ließen sich nicht laden.",
    isArchived: "Dieses Gespräch ist archiviert. Holen Sie es zurück, um fortzufahren.",
    jump: "Zum Neuesten",
    jumpNew: (fresh) => many(fresh, "neue Nachricht", "neue Nachrichten"),
    forks: (forks) => many(forks, "Abzweig", "Abzweige"),
    forkOf: (title) => `aus ${title}`,
    forkTitle: (title, which) => (which === 1 ? `${title} (Abzweig)` : `${title} (Abzweig ${which})`),
    forkedHere: "Hier zweigt ab:",
    forkedFrom: "Abgezweigt von",
    settings: "Einstellungen",
    typing: (names, more) =>
      more > 0
        ? `${names.join(", ")} und ${count(more)} weitere schreiben…`
        : names.length === 1
          ? `${names.join("")} schreibt…`
          : `${names.join(" und ")} schreiben…`,
    viewers: (others) => `auch hier: ${others}`,
    onTelegram: "auch auf Telegram",
    loading: "Wird geladen…",
  },

  side: {
    label: "Näheres zu diesem Gespräch",
    toggle: "Näheres",
    who: "In diesem Gespräch",
    asks: "fragt",
    works: "arbeitet",
    use: "Verbrauch",
    tokens: "Tokens",
    cost: "Kosten",
    calls: "Werkzeugaufrufe",
    loadedOnly: "Aufrufe und Dateien der geladenen Nachrichten.",
    files: "Dateien",
    noFiles: "Noch keine.",
  },

  doing: {
    rename: "Der Titel wurde nicht geändert",
    change: "Das Gespräch wurde nicht geändert",
    remove: "Das Gespräch wurde nicht gelöscht",
    restore: "Das Gespräch ließ sich nicht zurückholen",
    fork: "Das Gespräch wurde nicht abgezweigt",
    edit: "Die Nachricht wurde nicht geändert",
    import: "Das Gespräch wurde nicht eingelesen",
    retry: "Die Antwort ließ sich nicht noch einmal erbitten",
    stop: "Die Antwort ließ sich nicht anhalten",
    withdraw: "Die Nachricht ließ sich nicht zurücknehmen",
    decide: "Die Entscheidung kam nicht an",
    answer: "Die Antwort kam nicht an",
    settle: "Was aus dem Aufruf wurde, ließ sich nicht vermerken",
    signOut: "Sie sind noch angemeldet",
  },
};
