// Dead letters.
export const letters = {
  lead: "What failed again and again and waits for you. Nothing here is lost.",
  none: "Nothing waits here. That is how it should be.",
  turn: "A turn that could not be finished",
  message: (channel: string) => `A message from ${channel} that could not be taken`,
  delivery: (chat: string) => `Something that the Telegram chat ${chat} did not take`,
  what: "What it is",
  retried: "It went well this time.",
  retryFailed: "It failed again",
  discard: "Discard",
  discarded: "It was discarded.",
  discardTitle: "Discard it?",
  discardLead: "It will not be tried again. This can't be undone.",
};
