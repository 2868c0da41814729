// Unzustellbares.
import type { letters as english } from "../../en/admin/letters";

export const letters: typeof english = {
  lead: "Was wieder und wieder scheiterte und auf Sie wartet. Nichts davon ist verloren.",
  none: "Hier wartet nichts. So soll es sein.",
  turn: "Ein Zug, der sich nicht zu Ende bringen ließ",
  message: (channel) => `Eine Nachricht über ${channel}, die sich nicht annehmen ließ`,
  delivery: (chat) => `Etwas, das der Telegram-Chat ${chat} nicht annahm`,
  what: "Was es ist",
  retried: "Diesmal ging es gut.",
  retryFailed: "Es ist wieder gescheitert",
  discard: "Verwerfen",
  discarded: "Es wurde verworfen.",
  discardTitle: "Verwerfen?",
  discardLead: "Es wird nicht noch einmal versucht. Das ist endgültig.",
};
