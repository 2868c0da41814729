// Was auf den Weg in Telegram-Chats wartet.
import type { deliveries as english } from "../../en/admin/deliveries";

export const deliveries: typeof english = {
  lead: "Was auf den Weg in Telegram-Chats wartet, das Älteste zuerst. Was ein Chat ablehnte, ist unter Unzustellbares.",
  none: "Nichts wartet auf den Weg.",
  more: "Nur die ältesten 100 stehen hier.",
  kinds: {
    "message.created": "Anderswo Gesagtes",
    "message.ready": "Eine Antwort",
    "turn.failed": "Dass eine Antwort scheiterte",
    "turn.cancelled": "Dass eine Antwort angehalten wurde",
    "approval.requested": "Eine Bitte um Erlaubnis",
    "approval.decided": "Dass über eine Bitte entschieden ist",
    "question.asked": "Eine Frage an Sie",
    "question.answered": "Dass eine Frage beantwortet ist",
  },
  to: (what, chat) => `${what} für ${chat}`,
  since: (when) => `wartet seit ${when}`,
  delayed: "verspätet",
  paused: (why) => `Dorthin lässt sich nichts senden: ${why}`,
  closed: (until) => `Telegram nimmt für diesen Chat bis ${until} nichts an; dann wird es wieder versucht.`,
  retry: "Jetzt versuchen",
  retried: "Der Chat wird jetzt versucht.",
  retryFailed: "Es wurde nicht versucht",
  discard: "Verwerfen",
  discardFailed: "Es wurde nicht verworfen",
  discarded: "Es wird nicht gesendet.",
  discardTitle: "Verwerfen?",
  discardLead: "Es wird nie in diesen Chat gesendet, und sein Gespräch sagt das. Das ist endgültig.",
};
