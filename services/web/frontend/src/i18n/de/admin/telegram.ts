// Telegram.
import type { telegram as english } from "../../en/admin/telegram";

export const telegram: typeof english = {
  lead: "Dieselben Gespräche, in der Hosentasche.",
  bot: "Bot",
  pair: "Telefon verbinden",
  pairLead: "Wer diesen Link zuerst öffnet, darf dem Bot schreiben. Er gilt 15 Minuten:",
  pairFailed: "Es entstand kein Link",
  noLink: "Der Bot läuft nicht, also gibt es nichts zu verbinden.",
  copy: "Link kopieren",

  people: {
    title: "Leute",
    lead: "Nur wer verbunden ist, bekommt Antwort. Fremde haben geschrieben und bekamen keine.",
    none: "Noch hat niemand geschrieben.",
    roles: { paired: "verbunden", stranger: "fremd" },
    since: (id, when) => `${id}, seit ${when}`,
    allow: "Zulassen",
    forget: "Vergessen",
  },

  chats: {
    title: "Chats",
    lead: "Wie mit jedem Chat geredet wird. Eine Gruppe ist zu, bis Sie sie öffnen.",
    none: "Es gibt noch keinen Chat.",
    group: "Gruppe",
    allowed: "Offen",
    mirror: "Sagen, was anderswo gesagt wird",
    reasoning: "Gedanken zeigen",
    tools: "Wie Werkzeuge gezeigt werden",
    showTools: { status: "Werkzeuge als Zustand", off: "Keine Werkzeuge", log: "Werkzeuge als Liste" },
  },
};
