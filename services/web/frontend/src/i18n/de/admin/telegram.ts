// Telegram.
import type { telegram as english } from "../../en/admin/telegram";

export const telegram: typeof english = {
  lead: "Dieselben Gespräche, in der Hosentasche.",
  bot: "Bot",
  pair: "Telefon verbinden",
  pairAgain: "Noch einen Link",
  pairLead: "Wer diesen Link zuerst öffnet, darf dem Bot schreiben. Er gilt 15 Minuten:",
  pairFailed: "Es entstand kein Link",
  noLink: "Der Bot läuft nicht, also gibt es nichts zu verbinden.",
  qr: "Der Link als QR-Code, für die Kamera des Telefons",
  copy: "Link kopieren",

  states: {
    not_configured: "nicht eingerichtet",
    connecting: "verbindet sich",
    running: "läuft",
    degraded: "läuft mit Mühe",
    failed: "läuft nicht",
  },
  begin: [
    "Schreiben Sie @BotFather auf Telegram /newbot, und kopieren Sie das Token, das er Ihnen gibt.",
    "Schreiben Sie TELEGRAM_BOT_TOKEN=… mit diesem Token in die Datei .env neben ./parley.",
    "Rufen Sie ./parley restart telegram. Diese Seite macht dann einen Link für Ihr Telefon.",
  ],

  people: {
    title: "Leute",
    lead: "Nur wer verbunden ist, bekommt Antwort. Fremde haben geschrieben und bekamen keine.",
    none: "Noch hat niemand geschrieben.",
    roles: { paired: "verbunden", stranger: "fremd" },
    since: (id, when) => `${id}, seit ${when}`,
    allow: "Zulassen",
    forget: "Vergessen",
  },

  groups: {
    title: "Gruppen",
    lead: "Eine Gruppe ist zu, bis Sie sie öffnen; gehört wird darin nur, wer verbunden ist.",
    none: "Der Bot ist in keiner Gruppe.",
  },

  chats: {
    title: "Chats",
    lead: "Wie mit jedem Chat geredet wird.",
    none: "Es gibt noch keinen Chat.",
    allowed: "Offen",
    mirror: "Sagen, was anderswo gesagt wird",
    reasoning: "Gedanken zeigen",
    tools: "Wie Werkzeuge gezeigt werden",
    showTools: { status: "Werkzeuge als Zustand", off: "Keine Werkzeuge", log: "Werkzeuge als Liste" },
  },
};
